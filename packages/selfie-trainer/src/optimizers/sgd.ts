import * as tf from '@tensorflow/tfjs-core';
import { momentumUpdate } from 'selfie-ops';
import type { Optimizer, Variables } from '../interfaces.ts';
import { checkShare } from './check-share.ts';
import { optimizerWithSlots } from './optimizer-with-slots.ts';
import type { ParameterGroup } from './parameter-groups.ts';

/** Options of stochastic gradient descent. */
export interface SgdOptions {
  /** The objective's variables; those that are not trainable are left alone. */
  readonly variables: Variables;
  /** The share of the old velocity, in [0, 1). @default 0.9 (Selfie, section 4.1) */
  readonly momentum?: number;
  /** L2 decay added to the gradient as decay · w, at least 0. @default 1e-4 (Selfie, section 4.1) */
  readonly weightDecay?: number;
  /** Whether to look ahead by the momentum (Sutskever et al. 2013). @default true (Selfie, section 4.1) */
  readonly nesterov?: boolean;
  /**
   * Rates and decays by path; later groups override earlier ones. What `sparedFromDecay` matches has no decay unless a group
   * gives it one.
   *
   * @default none
   */
  readonly groups?: readonly ParameterGroup[];
}

/**
 * Stochastic gradient descent with Nesterov momentum and L2 decay; the rate stands outside the velocity, as in PyTorch.
 *
 * `g ← g + decay·w; v ← momentum·v + g; w ← w − rate·(g + momentum·v)`, or `w ← w − rate·v` without Nesterov. The slots
 * are `velocity/<path>`, zero at first.
 *
 * @throws if momentum, a weight decay or a group's rate is out of range, or a group matches no variable.
 */
export function sgd({
  variables,
  momentum = 0.9,
  weightDecay = 1e-4,
  nesterov = true,
  groups = [],
}: SgdOptions): Optimizer {
  checkShare('momentum', momentum);
  return optimizerWithSlots({
    description: { name: 'sgd', momentum, nesterov },
    variables,
    groups,
    weightDecay,
    slots: { velocity: tf.zerosLike },
    next: (parameters, learningRate) => momentumUpdate(parameters, { learningRate, momentum, nesterov }),
  });
}
