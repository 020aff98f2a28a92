import * as tf from '@tensorflow/tfjs-core';
import type { Variables } from '../interfaces.ts';
import { checkShare } from './check-share.ts';

/** Averages of variables over a run, which often evaluate better than the variables themselves. */
export interface MovingAverage {
  /** The averages by the variables' paths; while they are exchanged, the variables' own values. */
  readonly slots: Variables;
  /** Moves the averages towards the variables; to be called after each step. @throws while they are exchanged. */
  update(): void;
  /** Exchanges averages and variables, e.g. for an evaluation; the second time puts them back. Nothing is copied. */
  exchange(): void;
  /** Disposes the averages. */
  dispose(): void;
}

/** Options of a moving average. */
export interface MovingAverageOptions {
  /** The objective's variables, all of which are averaged: running statistics, too. */
  readonly variables: Variables;
  /** The share of the old average, in [0, 1); 1 / (1 − decay) steps count. @default 0.999 */
  readonly decay?: number;
}

/**
 * An exponential moving average of variables (Polyak averaging), as timm's ModelEma: `a ← a + (1 − decay)·(w − a)`,
 * starting from the variables as they are.
 *
 * Running statistics are averaged like weights, so that averaged weights meet statistics of the same age.
 *
 * @throws if decay is out of range.
 */
export function movingAverage({ variables, decay = 0.999 }: MovingAverageOptions): MovingAverage {
  checkShare('decay', decay);
  const pairs = Object.entries(variables).map(([path, variable]) => {
    return { path, variable, average: tf.variable(variable, false) }; // shares the values until the first update
  });
  let exchanged = false;

  return {
    slots: Object.fromEntries(pairs.map(({ path, average }) => [path, average])),
    update() {
      if (exchanged) throw new Error('the averages stand in the variables; call exchange() again before update()');
      for (const { variable, average } of pairs) {
        tf.tidy(() => average.assign(tf.add(average, tf.mul(tf.sub(variable, average), 1 - decay))));
      }
    },
    exchange() {
      for (const { variable, average } of pairs) {
        tf.tidy(() => {
          const held = tf.clone(variable);
          variable.assign(average);
          average.assign(held);
        });
      }
      exchanged = !exchanged;
    },
    dispose: () => tf.dispose(pairs.map(({ average }) => average)),
  };
}
