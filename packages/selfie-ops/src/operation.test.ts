import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Operation, run } from './operation.ts';

const twice: Operation<{ x: tf.Tensor; offset?: tf.Tensor }, { factor: number }> = {
  kernelName: 'TestTwice',
  composite: ({ x, offset }, { factor }) => {
    const product = tf.mul(tf.add(x, 0), 2 * factor);
    return [offset ? tf.add(product, offset) : product, tf.square(x)];
  },
  gradient: {
    inputsToSave: ['x'],
    outputsToSave: [false, true],
    gradFunc: ([dy, dsquare], [x, square], { factor }) => {
      expect(square!.dataSync()[0]).toBe(x!.dataSync()[0]! ** 2);
      expect(dsquare!.dataSync()[0]).toBe(0);
      return { x: () => tf.mul(dy!, 2 * factor) };
    },
  },
};

describe('run', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it('registers composite and gradient on first use', () => {
    expect(tf.getKernel('TestTwice', 'cpu')).toBeUndefined();
    expect(tf.getGradient('TestTwice')).toBeUndefined();
    expect(run(twice, { x: tf.scalar(3) }, { factor: 5 })[0]!.dataSync()[0]).toBe(30);
    expect(tf.getKernel('TestTwice', 'cpu')).toBeDefined();
    const gradient = tf.grad((x) => run(twice, { x, offset: undefined }, { factor: 5 })[0]!)(tf.scalar(3));
    expect(gradient.dataSync()[0]).toBe(10);
  });

  it('records one entry for differentiation, and keeps nothing of the composite', async () => {
    const x = tf.scalar(3);
    const before = tf.memory().numTensors;
    const { kernels, newTensors } = await tf.profile(() => tf.tidy(() => run(twice, { x }, { factor: 5 })[0]!));
    expect(kernels.at(-1)?.name).toBe('TestTwice');
    expect(newTensors).toBe(1);
    tf.dispose(tf.grad((input) => run(twice, { x: input }, { factor: 5 })[0]!)(x));
    expect(tf.memory().numTensors).toBe(before + 1);
  });

  it('leaves a kernel that the backend brings, and registers the composite with the next backend', async () => {
    const warn = vi.spyOn(console, 'warn');
    tf.registerBackend('second', () => new MathBackendCPU());
    tf.copyRegisteredKernels('cpu', 'second');
    tf.unregisterKernel('TestTwice', 'second');
    await tf.setBackend('second');
    expect(run(twice, { x: tf.scalar(3) }, { factor: 1 })[0]!.dataSync()[0]).toBe(6);
    expect(tf.getKernel('TestTwice', 'second')).toBeDefined();

    tf.unregisterKernel('TestTwice', 'second');
    const own = vi.fn(({ inputs }) => [tf.neg(inputs.x), tf.clone(inputs.x)]);
    tf.registerKernel({ kernelName: 'TestTwice', backendName: 'second', kernelFunc: own });
    expect(run(twice, { x: tf.scalar(3) }, { factor: 1 })[0]!.dataSync()[0]).toBe(-3);
    expect(own).toHaveBeenCalledOnce();
    expect(warn).not.toHaveBeenCalledWith(expect.stringContaining('already registered'));
  });

  it('does not register again what another copy of this package has registered', () => {
    const warn = vi.spyOn(console, 'warn');
    const gradient = tf.getGradient('TestTwice');
    run({ ...twice }, { x: tf.scalar(3) }, { factor: 1 });
    expect(tf.getGradient('TestTwice')).toBe(gradient);
    expect(warn).not.toHaveBeenCalledWith(expect.stringContaining('already registered'));
  });
});
