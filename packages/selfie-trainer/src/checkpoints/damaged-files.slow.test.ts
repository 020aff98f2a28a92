import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { watched } from '../../../../testing/watched.ts';
import { mutated, mutationCount } from '../../testing/mutated.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { numbers } from '../../testing/tiny-parts.ts';
import { decodeSafetensors } from '../safetensors/decode-safetensors.ts';
import type { TensorData } from '../safetensors/tensor-data.ts';
import type { Checkpoint } from './checkpoint-store.ts';
import { encodeCheckpoint } from './encode-checkpoint.ts';
import { loadCheckpoint } from './load-checkpoint.ts';

const files = 10_000;
const major = Number(process.versions.node.split('.')[0]);

const tensor = (i: number): [string, TensorData] => {
  const shape = [i % 3, 5, 10 * i].slice(i % 4);
  const values = numbers(
    shape.reduce((a, b) => a * b, 1),
    i,
  );
  if (i % 5 === 3) return [`variables/${i}`, { dtype: 'int32', shape, data: Int32Array.from(values, (x) => 1e9 * x) }];
  if (i % 5 === 4) return [`variables/${i}`, { dtype: 'bool', shape, data: Uint8Array.from(values, (x) => +(x > 0)) }];
  return [`variables/stage${i}/größe`, { dtype: 'float32', shape, data: values }];
};

const checkpoint: Checkpoint = {
  step: 57,
  score: 0.25,
  tensors: Object.fromEntries(Array.from({ length: 24 }, (_, i) => tensor(i))),
  metadata: { seed: '7', options: '{"width":5,"name":"größe"}' },
};
const whole = Buffer.concat(encodeCheckpoint(checkpoint));

/** A file of any tensors, each of its type and so many numbers, with bytes that tell nothing. */
function foreign(tensors: readonly (readonly [dtype: string, width: number, count: number])[]): Buffer {
  let end = 0;
  const entries = tensors.map(([dtype, width, count], i) => {
    const begin = end;
    end += width * count;
    return [`größe/${i}`, { dtype, shape: [count], data_offsets: [begin, end] }];
  });
  const header = Buffer.from(JSON.stringify({ ...Object.fromEntries(entries), __metadata__: { seed: '7' } }));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  const data = Buffer.from(Int8Array.from(numbers(end), (x) => 127 * x).buffer);
  return Buffer.concat([size, header, data]);
}

const otherTypes = foreign([
  ['F64', 8, 50],
  ['F32', 4, 70],
  ['F16', 2, 3000],
  ['BF16', 2, 1500],
  ['I32', 4, 30],
  ['BOOL', 1, 99],
]);
const singleBytes = foreign([
  ['U8', 1, 20_000],
  ['I64', 8, 30],
]);
const manyTensors = foreign(Array.from({ length: 9999 }, () => ['F32', 4, 0] as const));
const tooMany = foreign(Array.from({ length: 40_000 }, () => ['F32', 4, 0] as const));

/** What is damaged next: mostly small files, as mutations of many entries take their time. */
function original(number: number): Buffer {
  const round = Math.floor(number / mutationCount);
  if (round % 50 === 49) return round % 100 === 99 ? manyTensors : tooMany;
  return [whole, otherTypes, whole, singleBytes][round % 4]!;
}

/** What Node's pool of small buffers may take beside. */
const pool = 16_384;

/** An error with a sentence of one line, and of no other kind than `Error`. */
function expectSentence(error: unknown) {
  expect((error as Error).constructor).toBe(Error);
  expect((error as Error).message).toMatch(/^.{20,1000}$/u);
}

// Files are the same on every backend: one round is enough.
test.runIf(tf.getBackend() === 'cpu')(
  `${files} damaged files give a sentence, in little time and memory`,
  { timeout: 600_000 },
  async () => {
    const path = join(temporaryFolder(), 'damaged.safetensors');
    const counts = new Map<string, { refused: number; read: number }>();
    const worst = { seconds: 0, arrays: 0, heap: 0 };
    const { maxRSS } = process.resourceUsage();

    for (let number = 0; number < files; number++) {
      const { name, bytes } = mutated(original(number), number);
      const label = `file ${number}, ${name}`;
      const same = bytes.equals(whole);
      const count = counts.get(name) ?? { refused: 0, read: 0 };
      counts.set(name, count);

      // As a file of others, whose numbers may be any.
      const decoded = await watched(() => decodeSafetensors(bytes));
      if (decoded.error) expectSentence(decoded.error);
      for (const { shape, data } of Object.values(decoded.result?.tensors ?? {})) {
        expect(data.length, label).toBe(shape.reduce((a, b) => a * b, 1));
      }

      // As a checkpoint, in which not a bit may differ.
      await writeFile(path, bytes);
      const loaded = await watched(() => loadCheckpoint(path));
      if (same) expect(loaded.result, label).toEqual(checkpoint);
      else {
        expect(loaded.result, label).toBe(undefined);
        expectSentence(loaded.error);
      }

      for (const { seconds, arrays, heap } of [decoded, loaded]) {
        worst.seconds = Math.max(worst.seconds, seconds);
        worst.arrays = Math.max(worst.arrays, arrays - 2 * bytes.length);
        worst.heap = Math.max(worst.heap, heap - 2 * bytes.length);
      }
      if (decoded.error) count.refused++;
      else count.read++;
    }

    const resident = 1024 * (process.resourceUsage().maxRSS - maxRSS);
    console.log(counts);
    console.log(
      `${whole.length} bytes; at worst, beyond twice the file:`,
      worst,
      `and ${resident} more resident in all`,
    );
    expect(worst.seconds).toBeLessThan(2);
    expect(worst.arrays).toBeLessThanOrEqual(pool);
    // 10,000 entries, and the garbage of writing, reading and of this test, of which Node 24 lets much more lie.
    expect(worst.heap).toBeLessThan(major < 24 ? 2 ** 25 : 2 ** 27);
    expect(resident).toBeLessThan(2 ** 28);
  },
);
