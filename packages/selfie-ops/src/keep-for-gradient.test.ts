import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { type Operation, run } from './operation.ts';

/** x³, whose gradient reads x and x² from the forward pass. */
const cube: Operation<{ x: tf.Tensor }, object> = {
  kernelName: 'TestCube',
  composite: ({ x }) => {
    const square = tf.square(x);
    return [tf.mul(square, x), square];
  },
  gradient: {
    inputsToSave: ['x'],
    outputsToSave: [false, true],
    gradFunc: ([dy], [x]) => ({ x: () => tf.mul(dy!, tf.mul(tf.square(x!), 3)) }),
  },
};

const cubed = (x: tf.Tensor) => run(cube, { x }, {})[0]!;
const x = tf.tensor1d([2, -3]);

describe('what a gradient reads', () => {
  it('outlives what the forward pass disposes', () => {
    const gradient = tf.grad((v) => {
      const inner = tf.mul(v, 2);
      const y = cubed(inner);
      inner.dispose();
      return y;
    });
    expect(Array.from(gradient(x).dataSync())).toEqual([6 * 16, 6 * 36]);
  });

  it('is gone after the backward pass', () => {
    const { numTensors, numBytes } = tf.memory();
    tf.dispose(tf.grad(cubed)(x));
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
  });

  it('costs no kernel call', async () => {
    const { kernels } = await tf.profile(() => tf.grad(cubed)(x));
    expect(kernels.map(({ name }) => name)).toContain('TestCube');
    expect(kernels.map(({ name }) => name)).not.toContain('Identity');
  });

  it('is recorded where the gradient is itself differentiated', () => {
    const second = tf.grad((v) => tf.sum(tf.grad((u) => tf.sum(cubed(u)))(v)));
    expect(Array.from(second(x).dataSync())).toEqual([12, -18]);
  });
});
