import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { starter } from 'example-fashion-mnist/src/start.testing.ts';
import { afterAll } from 'vitest';

/** An IDX file of bytes: its magic number, sides and values. */
function idx(sides: number[], value: (i: number) => number): Buffer {
  const header = Buffer.alloc(4 + 4 * sides.length);
  header.writeUInt32BE(0x0800 + sides.length, 0);
  sides.forEach((side, i) => {
    header.writeUInt32BE(side, 4 + 4 * i);
  });
  const size = sides.reduce((product, side) => product * side, 1);
  return gzipSync(Buffer.concat([header, Buffer.from(Uint8Array.from({ length: size }, (_, i) => value(i)))]));
}

/** A folder for this file's tests, with 200 pictures to learn from and 40 to test on: gratings, steeper from class to class. */
export function scratch(): { data: string; folder: () => string } {
  const root = mkdtempSync(join(tmpdir(), 'label-fractions-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const data = join(root, 'data');
  mkdirSync(data);
  for (const [part, count] of [['train', 200] as const, ['t10k', 40] as const]) {
    const pixel = (i: number) => {
      const [picture, row, column] = [Math.floor(i / 784), Math.floor(i / 28) % 28, i % 28];
      return 128 + 100 * Math.sin((row + (picture % 10) * column) / 4 + picture);
    };
    writeFileSync(join(data, `${part}-images-idx3-ubyte.gz`), idx([count, 28, 28], pixel));
    writeFileSync(
      join(data, `${part}-labels-idx1-ubyte.gz`),
      idx([count], (i) => i % 10),
    );
  }
  let folders = 0;
  return { data, folder: () => join(root, `folder${++folders}`) };
}

/** Runs the example as `npm run experiment` does, but on the packages' sources. */
export const start = starter(new URL('../main.ts', import.meta.url));
