import * as tf from '@tensorflow/tfjs-core';
import { expectShape } from './expect-shape.ts';
import { type MomentumUpdateAttrs, type MomentumUpdateInputs, momentumUpdateKernel } from './kernels.ts';
import { type Operation, run } from './operation.ts';

/**
 * One step of gradient descent with momentum for weights `[...]`: gives the next weights and velocity `[...]`.
 *
 * `g ← g + weightDecay·w; v ← momentum·v + g; w ← w − learningRate·(nesterov ? g + momentum·v : v)`: the rate stands
 * outside the velocity, as in PyTorch's SGD. It has no gradient.
 *
 * @throws if gradient or velocity has another shape than the weights.
 */
export function momentumUpdate(
  { weights, gradient, velocity }: MomentumUpdateInputs<tf.Tensor>,
  attrs: MomentumUpdateAttrs,
): { weights: tf.Tensor; velocity: tf.Tensor } {
  expectShape('momentumUpdate: gradient', gradient, weights.shape, 'give it the shape of the weights');
  expectShape('momentumUpdate: velocity', velocity, weights.shape, 'give it the shape of the weights');
  const [nextWeights, nextVelocity] = run(operation, { weights, gradient, velocity }, attrs);
  return { weights: nextWeights!, velocity: nextVelocity! };
}

const operation: Operation<MomentumUpdateInputs<tf.Tensor>, MomentumUpdateAttrs> = {
  kernelName: momentumUpdateKernel,

  composite({ weights, gradient, velocity }, { learningRate, momentum, weightDecay, nesterov }) {
    const decayed = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(weights, weightDecay));
    const nextVelocity = tf.add(tf.mul(velocity, momentum), decayed);
    const direction = nesterov ? tf.add(decayed, tf.mul(nextVelocity, momentum)) : nextVelocity;
    return [tf.sub(weights, tf.mul(direction, learningRate)), nextVelocity];
  },
};
