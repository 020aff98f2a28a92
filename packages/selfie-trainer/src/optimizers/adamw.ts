import * as tf from '@tensorflow/tfjs-core';
import { adamWUpdate } from 'selfie-ops';
import type { Optimizer, Variables } from '../interfaces.ts';
import { checkShare } from './check-share.ts';
import { optimizerWithSlots } from './optimizer-with-slots.ts';
import type { ParameterGroup } from './parameter-groups.ts';

/** Options of AdamW. */
export interface AdamWOptions {
  /** The objective's variables; those that are not trainable are left alone. */
  readonly variables: Variables;
  /** The share of the old first moment, in [0, 1). @default 0.9 */
  readonly beta1?: number;
  /** The share of the old second moment, in [0, 1). @default 0.999 */
  readonly beta2?: number;
  /** Added to the root of the second moment; above 0. @default 1e-8 */
  readonly epsilon?: number;
  /** Decoupled decay: weights shrink by rate · decay a step; at least 0. @default 0.01 (PyTorch) */
  readonly weightDecay?: number;
  /**
   * Rates and decays by path; later groups override earlier ones. What `sparedFromDecay` matches has no decay unless a group
   * gives it one.
   *
   * @default none
   */
  readonly groups?: readonly ParameterGroup[];
}

/**
 * Adam (Kingma, Ba 2015) with decoupled weight decay (Loshchilov, Hutter 2019), as PyTorch's AdamW.
 *
 * `t ← t + 1; w ← w·(1 − rate·decay); m ← β1·m + (1 − β1)·g; v ← β2·v + (1 − β2)·g²;
 * w ← w − rate/(1 − β1^t)·m / (√v / √(1 − β2^t) + ε)`. The slots are `firstMoment/<path>`, `secondMoment/<path>` and
 * `steps/<path>` (t, a scalar), zero at first. Each variable counts its own steps, so that one which was frozen for a
 * while starts like any other.
 *
 * @throws if a beta, epsilon, a weight decay or a group's rate is out of range, or a group matches no variable.
 */
export function adamW({
  variables,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0.01,
  groups = [],
}: AdamWOptions): Optimizer {
  checkShare('beta1', beta1);
  checkShare('beta2', beta2);
  if (!(epsilon > 0 && Number.isFinite(epsilon))) throw new Error(`epsilon is a number above 0: got ${epsilon}`);
  return optimizerWithSlots({
    description: { name: 'adamW', beta1, beta2, epsilon },
    variables,
    groups,
    weightDecay,
    slots: { firstMoment: tf.zerosLike, secondMoment: tf.zerosLike, steps: () => tf.scalar(0) },
    next: (parameters, learningRate) => adamWUpdate(parameters, { learningRate, beta1, beta2, epsilon }),
  });
}
