import { patchNetwork, resnetClassifier } from 'selfie-resnet';
import { classification, freeze, readVariables, sgd, train } from 'selfie-trainer';
import { describe, expect, test } from 'vitest';

const batch = {
  images: Float32Array.from({ length: 3 * 9 * 9 }, (_, i) => Math.sin(i * i)),
  shape: [3, 9, 9, 1] as const,
  labels: Int32Array.of(1, 0, 4),
};

describe.each(['v1.5', 'v2'] as const)('finetuning %s', (version) => {
  test.each([
    { mode: 'with frozen stages', depth: 1, frozen: /^(stem|stage1)\// },
    { mode: 'as a linear probe', depth: 0, frozen: /^(?!classifier\/)/ },
  ])('$mode changes everything else, and nothing that is frozen', async ({ depth, frozen }) => {
    const trunk = patchNetwork({ depths: [1, 2], width: 4, version, channels: 1 });
    const classifier = resnetClassifier({ trunk, depth, classes: 5 });
    const { variables } = classifier;
    freeze(variables, (path) => frozen.test(path));
    const before = await readVariables(variables);
    const objective = classification(classifier);
    await train({
      objective,
      optimizer: sgd({ variables: objective.variables }),
      learningRate: () => 0.1,
      batches: () => batch,
      steps: 2,
      batchSize: 3,
      seed: 0,
    });
    const after = await readVariables(variables);
    for (const path of Object.keys(variables)) {
      if (frozen.test(path)) expect(after[path], path).toEqual(before[path]);
      else expect(after[path], path).not.toEqual(before[path]);
    }
  });
});
