import * as tf from '@tensorflow/tfjs-core';
import { momentumUpdate } from 'selfie-ops';
import type { Optimizer, Variables } from '../interfaces.ts';
import { sparedFromDecay } from './spared-from-decay.ts';

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
  /** Whether a path has no weight decay. @default sparedFromDecay */
  readonly spared?: (path: string) => boolean;
}

/**
 * Stochastic gradient descent with Nesterov momentum and L2 decay; the rate stands outside the velocity, as in PyTorch.
 *
 * `g ← g + decay·w; v ← momentum·v + g; w ← w − rate·(g + momentum·v)`, or `w ← w − rate·v` without Nesterov. The slots
 * are `velocity/<path>`, zero at first.
 *
 * @throws if momentum or weight decay is out of range.
 */
export function sgd({
  variables,
  momentum = 0.9,
  weightDecay = 1e-4,
  nesterov = true,
  spared = sparedFromDecay,
}: SgdOptions): Optimizer {
  if (!(momentum >= 0 && momentum < 1)) throw new Error(`momentum lies in [0, 1): got ${momentum}`);
  if (!(weightDecay >= 0)) throw new Error(`weightDecay is at least 0: got ${weightDecay}`);
  const slots: Record<string, tf.Variable> = {};
  for (const [path, variable] of Object.entries(variables)) {
    if (variable.trainable) slots[slot(path)] = tf.tidy(() => tf.variable(tf.zerosLike(variable), false));
  }

  return {
    slots,
    update(gradients, learningRate) {
      for (const [path, gradient] of Object.entries(gradients)) {
        const weights = variables[path];
        const velocity = slots[slot(path)];
        if (!weights || !velocity) {
          throw new Error(
            `a gradient for ${path}, which is no trainable variable of this optimizer; make the optimizer anew`,
          );
        }
        const decay = spared(path) ? 0 : weightDecay;
        tf.tidy(() => {
          const attrs = { learningRate, momentum, weightDecay: decay, nesterov };
          const next = momentumUpdate({ weights, gradient, velocity }, attrs);
          weights.assign(next.weights);
          velocity.assign(next.velocity);
        });
      }
    },
    dispose: () => tf.dispose(slots),
  };
}

function slot(path: string): string {
  return `velocity/${path}`;
}
