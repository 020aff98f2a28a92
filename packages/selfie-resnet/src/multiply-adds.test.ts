import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { multiplyAdds } from './multiply-adds.ts';
import { patchNetwork } from './patch-network.ts';

const resnet50 = { depths: [3, 4, 6, 3] };

test('of the patch network are those of the paper’s sizes', () => {
  expect(16 * multiplyAdds({}, 8)).toBe(1_033_568_256);
  expect(49 * multiplyAdds({ stem: 'large' }, 32)).toBe(3_277_897_728);
});

test('of ResNet-50 are those of the paper’s sizes', () => {
  expect(multiplyAdds(resnet50, 32)).toBe(1_297_809_408);
  expect(multiplyAdds({ ...resnet50, stem: 'large' }, 224)).toBe(4_087_136_256);
});

test.each([
  { stem: 'small', block: 'bottleneck', version: 'v1.5' },
  { stem: 'large', block: 'bottleneck', version: 'v2' },
  { stem: 'large', block: 'basic', version: 'v1.5' },
  { stem: 'small', block: 'basic', version: 'v2' },
] as const)('are what the kernels of a $stem, $block, $version network do', async (choices) => {
  const network = patchNetwork({ ...choices, depths: [2, 1, 1], width: 3, channels: 2 });
  const { kernels } = await tf.profile(() => network.apply(tf.zeros([1, 21, 13, 2]), { training: true }));
  const done = kernels
    .filter(({ name }) => name === 'SelfieConvolution')
    .reduce((sum, { inputShapes, outputShapes }) => {
      const [filterHeight, filterWidth, inputs] = inputShapes[1]!;
      return sum + filterHeight! * filterWidth! * inputs! * tf.util.sizeFromShape(outputShapes[0]!);
    }, 0);
  expect(multiplyAdds(network.architecture, [21, 13])).toBe(done);
});
