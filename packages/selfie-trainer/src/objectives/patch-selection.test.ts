import * as tf from '@tensorflow/tfjs-core';
import { contrastiveLoss } from 'selfie-contrastive-loss';
import { imagePatches } from 'selfie-patches';
import { describe, expect, test } from 'vitest';
import { numbers, tinyNetwork, tinyPool, tinyPositions } from '../../testing/tiny-parts.ts';
import { valueAndGradients } from '../loop/gradients.ts';
import { patchSelection } from './patch-selection.ts';

const b = 3;
const d = 5;
const hidden = 2;
const random = { seed: 4, first: 7 };

/** 4 × 6 pixels of 1 channel in patches of 2 × 2: a grid of 2 × 3. */
function parts() {
  const patches = imagePatches({ imageSize: [4, 6], patchSize: 2, hidden });
  const patchNetwork = tinyNetwork(4, d);
  const positions = tinyPositions(6, d);
  const pool = tinyPool(positions);
  const images = tf.tensor4d(numbers(b * 4 * 6, 3), [b, 4, 6, 1]);
  return { patches, patchNetwork, positions, pool, images, loss: contrastiveLoss() };
}

/** The objective of tiny parts, written out for one picture after the other. */
async function oracle(head: 'literal' | 'query', images: number[][][][], visible: number[][], taken: number[][]) {
  const kernel = [...numbers(4 * d)];
  const table = [...numbers(6 * d, 2)];
  const position = (p: number, k: number) => table[p * d + k]!;
  const feature = (image: number[][][], p: number, k: number) => {
    const [top, left] = [2 * Math.floor(p / 3), 2 * (p % 3)];
    const pixels = [image[top]![left]![0]!, image[top]![left + 1]![0]!, image[top + 1]![left]![0]!];
    pixels.push(image[top + 1]![left + 1]![0]!);
    return pixels.reduce((sum, pixel, i) => sum + pixel * kernel[i * d + k]!, 0);
  };
  let loss = 0;
  let right = 0;
  images.forEach((image, i) => {
    const context = Array.from({ length: d }, (_, k) => {
      const seen = visible[i]!.map((p) => feature(image, p, k) + position(p, k));
      return (0.7 * seen.reduce((x, y) => x + y)) / seen.length;
    });
    taken[i]!.forEach((wanted, j) => {
      const query = context.map((u, k) => u + (head === 'query' ? 2 : 1) * position(wanted, k));
      const logits = taken[i]!.map((p) => query.reduce((sum, q, k) => sum + q * feature(image, p, k), 0));
      loss += Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[j]!;
      right += logits[j] === Math.max(...logits) ? 1 : 0;
    });
  });
  return { loss: loss / (b * hidden), accuracy: right / (b * hidden) };
}

describe.each(['literal', 'query'] as const)('patch selection with the %s head', (head) => {
  test('gives the loss and the accuracy of the written-out objective', async () => {
    const { images, ...rest } = parts();
    const objective = patchSelection({ ...rest, head });
    const { visible, hidden: taken } = rest.patches.split(b, random);
    const expected = await oracle(
      head,
      (await images.array()) as number[][][][],
      await visible.array(),
      await taken.array(),
    );
    const { loss, metrics } = objective.apply({ images }, { random });
    expect((await loss.data())[0]).toBeCloseTo(expected.loss, 5);
    expect((await metrics.accuracy!.data())[0]).toBeCloseTo(expected.accuracy, 6);
  });

  test('has gradients for every trainable part: central differences', async () => {
    const { images, ...rest } = parts();
    const objective = patchSelection({ ...rest, head });
    const lossOf = () => objective.apply({ images }, { random, training: true }).loss;
    const { gradients } = valueAndGradients(lossOf, objective.variables);
    expect(Object.keys(gradients).sort()).toEqual(['patchNetwork/kernel', 'pool/gain', 'positions/table']);
    const h = 1e-2;
    for (const [path, gradient] of Object.entries(gradients)) {
      const variable = objective.variables[path]!;
      const start = await variable.data();
      const at = async (i: number, change: number) => {
        const moved = Float32Array.from(start);
        moved[i]! += change;
        variable.assign(tf.tensor(moved, variable.shape));
        return (await lossOf().data())[0]!;
      };
      const values = await gradient.data();
      for (const i of [0, values.length >> 1, values.length - 1]) {
        const difference = ((await at(i, h)) - (await at(i, -h))) / (2 * h);
        expect(Math.abs(values[i]! - difference)).toBeLessThan(2e-3 + 1e-2 * Math.abs(difference));
      }
      variable.assign(tf.tensor(start, variable.shape));
    }
  });
});

test('all patches, visible and hidden, go through the network at once', () => {
  const { images, ...rest } = parts();
  patchSelection(rest).apply({ images }, { random });
  expect(rest.patchNetwork.shapes).toEqual([[b * 6, 2, 2, 1]]);
});

test('select tells what was hidden and how each candidate scored', async () => {
  const { images, ...rest } = parts();
  const objective = patchSelection(rest);
  const { visible, hidden: taken, logits, loss } = objective.select(images, { random });
  const split = rest.patches.split(b, random);
  expect(await visible.array()).toEqual(await split.visible.array());
  expect(await taken.array()).toEqual(await split.hidden.array());
  expect(logits!.shape).toEqual([b, hidden, hidden]);
  const again = objective.apply({ images }, { random }).loss;
  expect(await loss.data()).toEqual(await again.data());
});

test('the order of the hidden patches does not matter to the loss', async () => {
  const { images, ...rest } = parts();
  const reversed = {
    ...rest.patches,
    split: (batch: number, at: typeof random) => {
      const { visible, hidden: taken } = rest.patches.split(batch, at);
      return { visible: tf.reverse(visible, 1), hidden: tf.reverse(taken, 1) };
    },
  };
  const lossOf = async (patches: typeof rest.patches) =>
    (
      await patchSelection({ ...rest, patches })
        .apply({ images }, { random })
        .loss.data()
    )[0]!;
  expect(await lossOf(reversed)).toBeCloseTo(await lossOf(rest.patches), 5);
});

test('a loss without logits has no accuracy', () => {
  const { images, ...rest } = parts();
  const loss = (queries: tf.Tensor3D, candidates: tf.Tensor3D) => ({
    loss: tf.mean<tf.Scalar>(tf.squaredDifference(queries, candidates)),
  });
  expect(patchSelection({ ...rest, loss }).apply({ images }, { random }).metrics).toEqual({});
});

test('lists each variable once, under its part, and disposes none', () => {
  const { images, ...rest } = parts();
  const pool = { ...rest.pool, variables: { ...rest.pool.variables, ...rest.positions.variables } };
  const objective = patchSelection({ ...rest, pool });
  expect(Object.keys(objective.variables)).toEqual([
    'patchNetwork/kernel',
    'patchNetwork/mean',
    'pool/gain',
    'pool/table',
  ]);
  objective.dispose();
  expect(rest.positions.table.isDisposed).toBe(false);
  expect(() => images.dataSync()).not.toThrow();
});

test('leaves nothing behind but its result', () => {
  const { images, ...rest } = parts();
  const before = tf.memory().numTensors;
  const objective = patchSelection(rest);
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose(objective.apply({ images }, { random }));
  expect(tf.memory().numTensors).toBe(before);
});

test('says which parts do not fit', () => {
  const { images, ...rest } = parts();
  const before = tf.memory().numTensors;
  expect(() => patchSelection({ ...rest, positions: tinyPositions(6, 7) })).toThrow(
    "the position table is of size 7, the patch network's features of size 5; make both of one size",
  );
  expect(() => patchSelection({ ...rest, patchNetwork: tinyNetwork(4, 7) })).toThrow(/of size 5, .* of size 7/);
  expect(() => patchSelection({ ...rest, positions: tinyPositions(9, d) })).toThrow(
    'the position table has 9 positions, an image 6 patches; make a table of 6',
  );
  const narrow = tinyPool(tinyPositions(6, 3));
  expect(() => patchSelection({ ...rest, pool: narrow })).toThrow(
    /the pooling head does not take the patch network's features of size 5: .*; make both of one size/s,
  );
  const { queries, ...poolingOnly } = rest.pool;
  expect(() => patchSelection({ ...rest, pool: poolingOnly, head: 'query' })).toThrow(
    "head 'query' needs a pool with queries(), and this one has none; use head 'literal'",
  );
  const { apply, ...queryOnly } = rest.pool;
  expect(() => patchSelection({ ...rest, pool: queryOnly })).toThrow(
    "head 'literal' needs a pool with apply(), and this one has none; use head 'query'",
  );
  expect(() => patchSelection(rest).apply({ images })).toThrow(
    'patch selection draws which patches to hide: pass random, e.g. { seed: 0, first: 0 }',
  );
  expect(queries).toBeDefined();
  expect(apply).toBeDefined();
  expect(tf.memory().numTensors).toBe(before + 6); // the variables of the parts made here
});
