import { machine } from 'example-label-fractions/src/machine.ts';
import { count } from 'example-label-fractions/src/report/format.ts';
import type { Options } from './options.ts';
import type { Photos } from './photos.ts';

/** What the run is made of and on, by name, in the order in which it is to be read. */
export function describe(options: Options, photos: Photos, backend: string): Record<string, string> {
  const { size, patch, steps, batchSize, out } = options;
  return {
    photos: photos.folder,
    pictures: `${count(photos.training.length)} to learn from, ${count(photos.heldOut.length)} held out`,
    size: `${size} × ${size} pixels, in patches of ${patch} × ${patch}`,
    steps: `${steps} of ${batchSize} pictures`,
    ...machine(backend),
    out,
  };
}

/** The command that does the same again. */
export const reproduce = ({ photos, size, patch, steps, batchSize }: Options, backend: string): string =>
  `npm run your-photos -- --photos ${JSON.stringify(photos)} --size ${size} --patch ${patch} --steps ${steps} ` +
  `--batch-size ${batchSize} --backend ${backend}`;
