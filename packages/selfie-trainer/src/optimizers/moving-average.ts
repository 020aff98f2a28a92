import * as tf from '@tensorflow/tfjs-core';
import type { Description, Variables } from '../interfaces.ts';
import { checkShare } from './check-share.ts';

/** Averages of variables over a run, which often evaluate better than the variables themselves. */
export interface MovingAverage {
  /** The averages by the variables' paths. */
  readonly slots: Variables;
  /** Whether the averages stand in the variables: nothing may be trained or saved then. */
  readonly inUse: boolean;
  /** Moves the averages towards the variables; to be called after each step. @throws within `withAverages`. */
  update(): void;
  /**
   * Calls a function, e.g. an evaluation, while the variables have the averages as their values, and then gives them their own
   * again, also if it throws. Nothing is copied.
   *
   * @throws what it throws; within `withAverages`.
   */
  withAverages<T>(f: () => T | Promise<T>): Promise<T>;
  /** Name and options. */
  describe(): Description;
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
  let inUse = false;
  const checkUse = (what: string) => {
    if (inUse) throw new Error(`${what}: the averages stand in the variables; await withAverages() first`);
  };

  return {
    slots: Object.fromEntries(pairs.map(({ path, average }) => [path, average])),
    get inUse() {
      return inUse;
    },
    update() {
      checkUse('the averages cannot be updated');
      for (const { variable, average } of pairs) {
        tf.tidy(() => average.assign(tf.add(average, tf.mul(tf.sub(variable, average), 1 - decay))));
      }
    },
    async withAverages(f) {
      checkUse('the averages cannot be used twice at once');
      const own = pairs.map(({ variable }) => tf.keep(tf.clone(variable))); // shares the values
      for (const { variable, average } of pairs) variable.assign(average);
      inUse = true;
      try {
        return await f();
      } finally {
        for (const [i, { variable }] of pairs.entries()) variable.assign(own[i]!);
        tf.dispose(own);
        inUse = false;
      }
    },
    describe: () => ({ name: 'movingAverage', decay }),
    dispose: () => tf.dispose(pairs.map(({ average }) => average)),
  };
}
