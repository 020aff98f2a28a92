import * as tf from '@tensorflow/tfjs-core';
import { attentionPool } from 'selfie-attention-pool';
import { contrastiveLoss } from 'selfie-contrastive-loss';
import { imagePatches, rowColumnPositions } from 'selfie-patches';
import { uniforms } from 'selfie-random';
import { patchNetwork } from 'selfie-resnet';
import { patchSelection, sgd, train } from 'selfie-trainer';
import { expect, test } from 'vitest';

test('one step at 224 × 224, 12 of 49 patches hidden: finite, and every variable moves', async () => {
  const patches = imagePatches({ imageSize: 224, patchSize: 32 });
  const network = patchNetwork({ depths: [1, 1, 1], width: 4, stem: 'large' });
  const size = network.outputSize;
  const positions = rowColumnPositions({ rows: 7, columns: 7, size });
  const pool = attentionPool({ size, blocks: 1, heads: 4, feedForward: 40, positions });
  const objective = patchSelection({ patches, patchNetwork: network, pool, positions, loss: contrastiveLoss() });
  expect([patches.count, patches.hidden]).toEqual([49, 12]);

  const { variables } = objective;
  const before = Object.entries(variables).map(([path, variable]) => [path, tf.clone(variable)] as const);
  const images = uniforms(new Float32Array(2 * 224 * 224 * 3), { seed: 1, stream: 0, site: 'images' });
  let loss = Number.NaN;
  await train({
    objective,
    optimizer: sgd({ variables }),
    learningRate: () => 0.1,
    batches: () => ({ images, shape: [2, 224, 224, 3] }),
    steps: 1,
    batchSize: 2,
    seed: 0,
    onStep: (report) => {
      loss = report.loss;
    },
  });

  expect(loss).toBeGreaterThan(0);
  expect(loss).toBeLessThan(Infinity);
  const still = before.filter(([path, old]) => tf.max(tf.abs(tf.sub(old, variables[path]!))).dataSync()[0] === 0);
  expect(still.map(([path]) => path)).toEqual([]);
});
