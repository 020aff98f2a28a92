import * as tf from '@tensorflow/tfjs-core';
import { expectShape } from './expect-shape.ts';
import { type MomentumUpdateAttrs, type MomentumUpdateInputs, momentumUpdateKernel } from './kernels.ts';
import { type Operation, run } from './operation.ts';

/** Weights `[...]` to be updated, with their gradient and velocity `[...]`. */
export interface MomentumParameter {
  readonly weights: tf.Tensor;
  readonly gradient: tf.Tensor;
  readonly velocity: tf.Tensor;
  /** Multiplies the learning rate. @default 1 */
  readonly rate?: number;
  /** L2 decay, added to the gradient as decay · weights. @default 0 */
  readonly weightDecay?: number;
}

/** What all parameters of an update have in common. */
export interface MomentumUpdateOptions {
  readonly learningRate: number;
  /** The share of the old velocity. */
  readonly momentum: number;
  /** Whether to look ahead by the momentum. */
  readonly nesterov: boolean;
}

/**
 * One step of gradient descent with momentum for many parameters in one kernel: gives their next weights and velocities.
 *
 * `g ← g + weightDecay·w; v ← momentum·v + g; w ← w − rate·learningRate·(nesterov ? g + momentum·v : v)`: the rate stands
 * outside the velocity, as in PyTorch's SGD. It has no gradient.
 *
 * @throws if a gradient or a velocity has another shape than its weights.
 */
export function momentumUpdate(
  parameters: readonly MomentumParameter[],
  { learningRate, momentum, nesterov }: MomentumUpdateOptions,
): { weights: tf.Tensor; velocity: tf.Tensor }[] {
  const inputs = parameters.flatMap(({ weights, gradient, velocity }, i) => {
    expectShape(`momentumUpdate: gradient of parameter ${i}`, gradient, weights.shape, fix);
    expectShape(`momentumUpdate: velocity of parameter ${i}`, velocity, weights.shape, fix);
    return [weights, gradient, velocity];
  });
  const outputs = run(operation, inputs, {
    learningRate,
    momentum,
    nesterov,
    rates: parameters.map(({ rate = 1 }) => rate),
    weightDecays: parameters.map(({ weightDecay = 0 }) => weightDecay),
  });
  return parameters.map((_, i) => ({ weights: outputs[2 * i]!, velocity: outputs[2 * i + 1]! }));
}

const fix = 'give it the shape of its weights';

const operation: Operation<MomentumUpdateInputs<tf.Tensor>, MomentumUpdateAttrs> = {
  kernelName: momentumUpdateKernel,

  composite(inputs, { learningRate, momentum, nesterov, rates, weightDecays }) {
    return rates.flatMap((rate, i) => {
      const [weights, gradient, velocity] = [inputs[3 * i]!, inputs[3 * i + 1]!, inputs[3 * i + 2]!];
      const weightDecay = weightDecays[i]!;
      const decayed = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(weights, weightDecay));
      const nextVelocity = tf.add(tf.mul(velocity, momentum), decayed);
      const direction = nesterov ? tf.add(decayed, tf.mul(nextVelocity, momentum)) : nextVelocity;
      return [tf.sub(weights, tf.mul(direction, learningRate * rate)), nextVelocity];
    });
  },
};
