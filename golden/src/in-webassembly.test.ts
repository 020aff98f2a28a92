import * as tf from '@tensorflow/tfjs-core';
import { attentionPool } from 'selfie-attention-pool';
import { contrastiveLoss } from 'selfie-contrastive-loss';
import { imagePatches, rowColumnPositions } from 'selfie-patches';
import { patchNetwork, resnetClassifier } from 'selfie-resnet';
import { classification, evaluate, type Objective, patchSelection, sgd, train } from 'selfie-trainer';
import { backend } from 'selfie-wasm';
import { describe, expect, test } from 'vitest';

/** The names of the kernels that ran in JavaScript while `run` did. */
async function javaScriptKernels(run: () => Promise<void>): Promise<string[]> {
  const before = new Map(backend().javaScriptKernels);
  await run();
  return [...backend().javaScriptKernels].filter(([name, count]) => count !== before.get(name)).map(([name]) => name);
}

/** Two steps and an evaluation on pictures of 64×64. */
async function learn(objective: Objective): Promise<void> {
  const images = Float32Array.from({ length: 3 * 64 * 64 }, (_, i) => Math.sin(i));
  const batch = { images, shape: [3, 64, 64, 1] as const, labels: Int32Array.of(1, 0, 4) };
  const optimizer = sgd({ variables: objective.variables });
  await train({ objective, optimizer, learningRate: () => 0.1, batches: () => batch, steps: 2, batchSize: 3, seed: 0 });
  await evaluate({ objective, batches: [batch] });
  optimizer.dispose();
}

describe.runIf(tf.getBackend() === 'selfie-wasm')('on selfie-wasm no kernel falls back to JavaScript', () => {
  for (const version of ['v1.5', 'v2'] as const) {
    for (const stem of ['small', 'large'] as const) {
      const trunk = patchNetwork({ depths: [1, 2, 1], width: 4, version, stem, channels: 1 });
      const size = trunk.outputSize;
      const patches = imagePatches({ imageSize: 64, patchSize: 16 });
      const positions = rowColumnPositions({ rows: 4, columns: 4, size });
      const pool = attentionPool({ size, blocks: 2, heads: 4, feedForward: 12, positions, dropout: 0.1 });

      for (const head of ['literal', 'query'] as const) {
        test(`pretraining, ${version}, ${stem} stem, ${head} head`, async () => {
          const loss = contrastiveLoss({ scale: 'sqrt' });
          const objective = patchSelection({ patches, patchNetwork: trunk, pool, positions, loss, head });
          expect(await javaScriptKernels(() => learn(objective))).toEqual([]);
        });
      }

      test(`finetuning, ${version}, ${stem} stem`, async () => {
        const objective = classification(resnetClassifier({ trunk, depth: 1, classes: 5 }));
        expect(await javaScriptKernels(() => learn(objective))).toEqual([]);
      });
    }
  }
});
