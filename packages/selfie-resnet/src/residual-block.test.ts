import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test, vi } from 'vitest';
import { basicBlock } from './basic-block.ts';
import { bottleneckBlock } from './bottleneck-block.ts';
import { own } from './owner.ts';
import type { BlockShape, ResidualBlock } from './residual-block.ts';

const kinds = { basic: { build: basicBlock, outputs: 3 }, bottleneck: { build: bottleneckBlock, outputs: 12 } };

/** Convolutions of a block, but for its shortcut's. */
const convolutionsOf = { basic: 2, bottleneck: 3 };

const makeBlock = (build: ResidualBlock, shape: BlockShape, version: 'v1.5' | 'v2') =>
  own(2, (make) => ({ apply: build(make, 'block', shape, version) }));

const alternating = (length: number) => tf.tensor1d(Array.from({ length }, (_, i) => (i % 2 === 0 ? 3 : -3)));
const random = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);

describe.each(['basic', 'bottleneck'] as const)('%s block', (kind) => {
  const { build, outputs } = kinds[kind];

  test.each(['v1.5', 'v2'] as const)('%s halves a map of odd size, rounding up', (version) => {
    const { apply } = makeBlock(build, { inputs: 5, width: 3, stride: 2 }, version);
    expect(apply(random([2, 7, 5, 5], 1) as tf.Tensor4D, {}).shape).toEqual([2, 4, 3, outputs]);
  });

  test.each([
    { stride: 1, inputs: outputs, projects: false },
    { stride: 2, inputs: outputs, projects: true },
    { stride: 1, inputs: 5, projects: true },
  ])('of stride $stride from $inputs channels projects its shortcut: $projects', ({ projects, ...shape }) => {
    const paths = (version: 'v1.5' | 'v2') =>
      Object.keys(makeBlock(build, { ...shape, width: 3 }, version).variables).filter((path) =>
        path.includes('shortcut'),
      );
    const normed = ['scale', 'shift', 'mean', 'variance'].map((name) => `block/shortcut/norm/${name}`);
    expect(paths('v1.5')).toEqual(projects ? ['block/shortcut/conv/kernel', ...normed] : []);
    expect(paths('v2')).toEqual(projects ? ['block/shortcut/conv/kernel'] : []);
  });

  test('v1.5 with its last scale at zero is the ReLU of its input, v2 with its last kernel at zero the input', () => {
    const x = random([2, 3, 5, outputs], 3) as tf.Tensor4D;
    const shape = { inputs: outputs, width: 3, stride: 1 };
    const last = kind === 'basic' ? 2 : 3;

    const post = makeBlock(build, shape, 'v1.5');
    post.variables[`block/norm${last}/scale`]!.assign(tf.zeros([outputs]));
    expect(post.apply(x, {}).dataSync()).toEqual(tf.relu(x).dataSync());

    const pre = makeBlock(build, shape, 'v2');
    const kernel = pre.variables[`block/conv${last}/kernel`]!;
    kernel.assign(tf.zerosLike(kernel));
    expect(pre.apply(x, {}).dataSync()).toEqual(x.dataSync());
  });

  test.each([
    { version: 'v1.5', stride: 2 },
    { version: 'v1.5', stride: 1 },
    { version: 'v2', stride: 2 },
    { version: 'v2', stride: 1 },
  ] as const)(
    '$version, stride $stride: in training the gradients are those of central differences',
    ({ version, stride }) => {
      const inputs = stride === 1 ? outputs : 5;
      const { apply, variables } = makeBlock(build, { inputs, width: 3, stride }, version);
      for (const [path, v] of Object.entries(variables)) {
        // every other channel is mostly cut by its ReLU, few values are near the kink
        if (path.endsWith('shift')) v.assign(alternating(v.size));
      }
      const x = tf.variable(random([5, 3, 4, inputs], 4)) as tf.Variable<tf.Rank.R4>;
      const cotangent = random(apply(x, {}).shape, 5);
      const weights = cotangent.dataSync();
      const loss = () => tf.tidy(() => tf.sum(tf.mul(apply(x, { training: true }), cotangent))) as tf.Scalar;

      const varied = Object.entries({ ...variables, x }).filter(([, v]) => v.trainable);
      const { grads } = tf.variableGrads(loss);
      for (const [i, [path, variable]] of varied.entries()) {
        const direction = random(variable.shape, 100 + i);
        const slope = tf.sum(tf.mul(grads[variable.name]!, direction)).dataSync()[0]!;
        const start = tf.clone(variable);
        const at = (h: number) => {
          variable.assign(tf.add(start, tf.mul(direction, h)));
          const y = Array.from(tf.tidy(() => apply(x, { training: true }).dataSync()));
          return y.reduce((sum, value, j) => sum + value * weights[j]!, 0); // in float64
        };
        const difference = (at(2e-3) - at(-2e-3)) / 4e-3;
        variable.assign(start);
        expect(Math.abs(difference - slope), path).toBeLessThan(0.01 * Math.abs(slope) + 5e-3);
      }
    },
  );

  test.each(['v1.5', 'v2'] as const)(
    '%s: only what a norm of the batch follows has its moments gathered',
    (version) => {
      const { apply, variables } = makeBlock(build, { inputs: 5, width: 3, stride: 2 }, version);
      const x = random([2, 7, 5, 5], 6) as tf.Tensor4D;
      /** Outputs of convolutions that are normalised by their own statistics, and those that were to gather these. */
      const outputs = (training: boolean) => {
        const runKernel = vi.spyOn(tf.engine(), 'runKernel');
        tf.dispose(apply(x, { training }));
        const runs = runKernel.mock.calls.map(([name, inputs, attrs], i) => ({
          name,
          x: inputs.x?.id,
          moments: attrs?.moments,
          y: (runKernel.mock.results[i]!.value as tf.Tensor).id,
        }));
        runKernel.mockRestore();
        const convolutions = runs.filter(({ name }) => name === 'SelfieConvolution');
        const normalised = runs.filter(({ name }) => name === 'SelfieBatchNorm').map(({ x }) => x);
        return {
          normalised: convolutions.map(({ y }) => y).filter((y) => normalised.includes(y)),
          gathered: convolutions.filter(({ moments }) => moments).map(({ y }) => y),
        };
      };
      const { normalised, gathered } = outputs(true);
      expect(gathered).toEqual(normalised);
      expect(gathered.length).toBe({ 'v1.5': convolutionsOf[kind] + 1, v2: convolutionsOf[kind] - 1 }[version]);
      expect(outputs(false).gathered).toEqual([]);
      for (const variable of Object.values(variables)) variable.trainable = false;
      expect(outputs(true).gathered).toEqual([]);
    },
  );
});
