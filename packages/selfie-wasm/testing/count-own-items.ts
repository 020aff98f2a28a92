import * as tf from '@tensorflow/tfjs-core';
import type { Machine } from '../src/machine.ts';

/** A machine that counts, and a function that computes a product of many items and answers how many of them this thread took. */
export function countOwnItems(given: Machine): { machine: Machine; ownItems(): number } {
  const matMul = given.exports.matMul as (...values: number[]) => void;
  let own = 0;
  const counted = (...values: number[]) => {
    own++;
    matMul(...values);
  };
  return {
    machine: { ...given, exports: { ...given.exports, matMul: counted } },
    ownItems() {
      own = 0;
      tf.tidy(() => {
        const x = tf.zeros<tf.Rank.R2>([960, 64]);
        tf.matMul(x, x, false, true);
      });
      return own;
    },
  };
}
