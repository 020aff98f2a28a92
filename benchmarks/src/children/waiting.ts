import { batches } from 'selfie-data';
import { imageFolder, pictureLoader } from 'selfie-data/node';
import { type ArrayBatch, sgd, train } from 'selfie-trainer';
import { noise } from '../measured/noise.ts';
import { parse } from '../measured/parse.ts';
import { photoFolder } from '../measured/photo-folder.ts';
import { report } from '../measured/report.ts';
import { tasks } from '../measured/tasks.ts';
import { useBackend } from '../measured/use-backend.ts';

/** How long pretraining waits for its pictures. */
export interface WaitingResult {
  readonly vectorBits: 128 | 256;
  /** Seconds in which training waits for a batch, a step. */
  readonly waiting: number;
  /** Seconds of a step, all in all. */
  readonly step: number;
}

const options = parse('pictures', 'warm-up', 'steps');
const [warmUp, steps] = [Number(options['warm-up']), Number(options.steps)];
const fromMemory = options.pictures === 'memory';
const { vectorBits } = await useBackend('selfie-wasm');
const { objective, shape } = tasks[fromMemory ? 'small-pretraining' : 'photo-pretraining']();
const batchSize = fromMemory ? 64 : 8;
const common = { batchSize, seed: 0, shape } as const;
const source: { batches(step: number): ArrayBatch | Promise<ArrayBatch> } = fromMemory
  ? { batches: batches({ ...common, data: noise(10_000, shape), augment: { shift: 2, flip: 'horizontal' } }) }
  : pictureLoader({
      ...{ ...common, pictures: await imageFolder(await photoFolder(256), { cache: 'none' }) },
      augment: { randomResizedCrop: {}, colorJitter: { brightness: 0.4, contrast: 0.4 }, flip: 'horizontal' },
    });

let [waiting, started] = [0, 0];
await train({
  objective,
  optimizer: sgd({ variables: objective.variables }),
  learningRate: () => 0.001,
  async batches(step) {
    if (step === warmUp) [waiting, started] = [0, performance.now()];
    const asked = performance.now();
    const batch = await source.batches(step);
    waiting += performance.now() - asked;
    return batch;
  },
  steps: warmUp + steps,
  batchSize,
  seed: 0,
});
const seconds = (performance.now() - started) / 1000;
report<WaitingResult>({ vectorBits, waiting: waiting / 1000 / steps, step: seconds / steps });
