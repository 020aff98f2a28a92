import * as tf from '@tensorflow/tfjs-core';
import { momentumUpdate } from 'selfie-ops';
import type { Optimizer, Variables } from '../interfaces.ts';
import { checkShare } from './check-share.ts';
import { digest, optimizerWithSlots, type Parameter } from './optimizer-with-slots.ts';
import type { ParameterGroup } from './parameter-groups.ts';
import { sparedFromDecay } from './spared-from-decay.ts';

/** Options of LARS. */
export interface LarsOptions {
  /** The objective's variables; those that are not trainable are left alone. */
  readonly variables: Variables;
  /** The share of the old velocity, in [0, 1). @default 0.9 (You et al. 2017) */
  readonly momentum?: number;
  /** L2 decay added to the gradient as decay · w, at least 0. @default 1e-4 (Selfie, section 4.1) */
  readonly weightDecay?: number;
  /** How far one step at rate 1 goes, in norms of the weights; above 0. @default 0.001 (You et al. 2017) */
  readonly trust?: number;
  /** Added to the norm that the local rate divides by; at least 0. @default 1e-8 (timm) */
  readonly epsilon?: number;
  /** Whether a path gets plain momentum, its local rate being 1. @default sparedFromDecay (norms, biases, tables) */
  readonly spared?: (path: string) => boolean;
  /**
   * Rates and decays by path; later groups override earlier ones. What `sparedFromDecay` matches has no decay unless a group
   * gives it one.
   *
   * @default none
   */
  readonly groups?: readonly ParameterGroup[];
}

/**
 * Layer-wise adaptive rate scaling for large batches (You, Gitman, Ginsburg 2017, arXiv 1708.03888).
 *
 * `λ = trust·‖w‖ / (‖g‖ + decay·‖w‖ + ε); v ← momentum·v + λ·(g + decay·w); w ← w − rate·v`, norms over the whole variable.
 * The rate stands outside the velocity, as in timm's and PyTorch Lightning's LARS (in the paper inside, which differs only
 * while the rate changes). `λ = 1` where either norm is 0, so that weights can leave 0. The slots are `velocity/<path>`,
 * zero at first.
 *
 * @throws if momentum, trust, epsilon, a weight decay or a group's rate is out of range, or a group matches no variable.
 */
export function lars({
  variables,
  momentum = 0.9,
  weightDecay = 1e-4,
  trust = 0.001,
  epsilon = 1e-8,
  spared = sparedFromDecay,
  groups = [],
}: LarsOptions): Optimizer {
  checkShare('momentum', momentum);
  if (!(trust > 0 && Number.isFinite(trust))) throw new Error(`trust is a number above 0: got ${trust}`);
  if (!(epsilon >= 0 && Number.isFinite(epsilon))) throw new Error(`epsilon is a number of at least 0: got ${epsilon}`);

  const localRate = (weights: tf.Tensor, gradient: tf.Tensor, decay: number): tf.Tensor => {
    const [w, g] = [norm(weights), norm(gradient)];
    const ratio = tf.div(tf.mul(w, trust), tf.add(tf.add(g, tf.mul(w, decay)), epsilon));
    return tf.where(tf.greater(tf.minimum(w, g), 0), ratio, 1);
  };
  const adapted = (parameter: Parameter<'velocity'>): Parameter<'velocity'> => {
    const { path, weights, gradient, weightDecay: decay } = parameter;
    if (spared(path)) return parameter;
    const decayed = tf.add(gradient, tf.mul(weights, decay));
    return { ...parameter, gradient: tf.mul(decayed, localRate(weights, gradient, decay)), weightDecay: 0 };
  };

  return optimizerWithSlots({
    description: { name: 'lars', momentum, trust, epsilon, spared: digest(Object.keys(variables).filter(spared)) },
    variables,
    groups,
    weightDecay,
    slots: { velocity: tf.zerosLike },
    next: (parameters, learningRate) =>
      momentumUpdate(parameters.map(adapted), { learningRate, momentum, nesterov: false }),
  });
}

function norm(x: tf.Tensor): tf.Tensor {
  return tf.sqrt(tf.sum(tf.square(x)));
}
