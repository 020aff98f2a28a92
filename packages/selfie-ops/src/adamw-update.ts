import * as tf from '@tensorflow/tfjs-core';
import { expectShape } from './expect-shape.ts';
import { type AdamWUpdateAttrs, type AdamWUpdateInputs, adamWUpdateKernel } from './kernels.ts';
import { type Operation, run } from './operation.ts';

/** Weights `[...]` to be updated, with their gradient and the moments of their gradients `[...]` so far. */
export interface AdamWParameter {
  readonly weights: tf.Tensor;
  readonly gradient: tf.Tensor;
  /** Moving average of the gradients. */
  readonly firstMoment: tf.Tensor;
  /** Moving average of their squares. */
  readonly secondMoment: tf.Tensor;
  /** How many updates the moments have seen `[]`, a whole number in float32; exact up to 16,777,216. */
  readonly steps: tf.Tensor;
  /** Multiplies the learning rate. @default 1 */
  readonly rate?: number;
  /** Decoupled decay: weights shrink by learning rate · rate · decay. @default 0 */
  readonly weightDecay?: number;
}

/** What all parameters of an update have in common. */
export interface AdamWUpdateOptions {
  readonly learningRate: number;
  /** The share of the old first moment. */
  readonly beta1: number;
  /** The share of the old second moment. */
  readonly beta2: number;
  /** Added to the root of the second moment. */
  readonly epsilon: number;
}

/**
 * One step of Adam with decoupled weight decay (Loshchilov, Hutter 2019) for many parameters in one kernel: gives their
 * next weights, moments and step counts.
 *
 * With `η = rate·learningRate`, as PyTorch's AdamW: `t ← t + 1; w ← w·(1 − η·weightDecay); m ← β1·m + (1 − β1)·g;
 * v ← β2·v + (1 − β2)·g²; w ← w − η/(1 − β1^t)·m / (√v / √(1 − β2^t) + ε)`. It has no gradient.
 *
 * @throws if a gradient or a moment has another shape than its weights, or a step count is not a scalar.
 */
export function adamWUpdate(
  parameters: readonly AdamWParameter[],
  { learningRate, beta1, beta2, epsilon }: AdamWUpdateOptions,
): { weights: tf.Tensor; firstMoment: tf.Tensor; secondMoment: tf.Tensor; steps: tf.Tensor }[] {
  const inputs = parameters.flatMap(({ weights, gradient, firstMoment, secondMoment, steps }, i) => {
    for (const [name, tensor] of Object.entries({ gradient, firstMoment, secondMoment })) {
      expectShape(`adamWUpdate: ${name} of parameter ${i}`, tensor, weights.shape, 'give it the shape of its weights');
    }
    expectShape(`adamWUpdate: steps of parameter ${i}`, steps, [], 'give a scalar');
    return [weights, gradient, firstMoment, secondMoment, steps];
  });
  const outputs = run(operation, inputs, {
    learningRate,
    beta1,
    beta2,
    epsilon,
    rates: parameters.map(({ rate = 1 }) => rate),
    weightDecays: parameters.map(({ weightDecay = 0 }) => weightDecay),
  });
  return parameters.map((_, i) => {
    const [weights, firstMoment, secondMoment, steps] = outputs.slice(4 * i, 4 * i + 4) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    return { weights, firstMoment, secondMoment, steps };
  });
}

const operation: Operation<AdamWUpdateInputs<tf.Tensor>, AdamWUpdateAttrs> = {
  kernelName: adamWUpdateKernel,

  composite(inputs, { learningRate, beta1, beta2, epsilon, rates, weightDecays }) {
    return rates.flatMap((rate, i) => {
      const [weights, gradient] = [inputs[5 * i]!, inputs[5 * i + 1]!];
      const firstMoment = average(inputs[5 * i + 2]!, gradient, beta1);
      const secondMoment = average(inputs[5 * i + 3]!, tf.square(gradient), beta2);
      const steps = tf.add(inputs[5 * i + 4]!, 1);
      const eta = learningRate * rate;
      const root = tf.div(tf.sqrt(secondMoment), tf.sqrt(correction(beta2, steps)));
      const direction = tf.div(tf.div(firstMoment, correction(beta1, steps)), tf.add(root, epsilon));
      const kept = tf.mul(weights, 1 - eta * weightDecays[i]!);
      return [tf.sub(kept, tf.mul(direction, eta)), firstMoment, secondMoment, steps];
    });
  },
};

function average(old: tf.Tensor, next: tf.Tensor, beta: number): tf.Tensor {
  return tf.add(tf.mul(old, beta), tf.mul(next, 1 - beta));
}

/** 1 − β^t `[]`, to float32's precision also where β^t is close to 1. */
function correction(beta: number, steps: tf.Tensor): tf.Tensor {
  return tf.neg(tf.expm1(tf.mul(steps, Math.log(beta))));
}
