import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { expectValues } from '../testing/expect-values.ts';
import { onCpu } from '../testing/on-cpu.ts';
import { startBackend } from '../testing/start-backend.ts';
import { backend } from './backend.ts';
import { machine } from './machine.ts';

/** A machine whose memory ends after 16 MiB. */
function smallMachine() {
  const given = machine();
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 256, shared: given.shared });
  const { exports } = new WebAssembly.Instance(given.module, { env: { memory } });
  return { ...given, memory, exports };
}

describe('memory', () => {
  it('is counted as TensorFlow.js does, without reservations', () => {
    const before = tf.memory();
    const x = tf.neg(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]));
    const truth = tf.greater(x, 2);
    const { numBytes, numTensors, unreliable } = tf.memory();
    expect(numBytes - before.numBytes).toBe(6 * 4 * 2 + 6);
    expect(numTensors - before.numTensors).toBe(3);
    expect(unreliable).toBe(false);
    tf.dispose([x, truth]);
  });

  it('comes back when tensors are disposed of', () => {
    const addresses = new Set<number>();
    for (let i = 0; i < 100; i++) {
      tf.tidy(() => {
        addresses.add(backend().address(tf.neg(tf.tensor1d([1, 2, 3]))));
      });
    }
    expect(addresses.size).toBe(1);
    const { numDataBuffers } = tf.memory();
    tf.dispose(tf.tidy(() => tf.reshape(tf.clone(tf.neg(tf.ones([3]))), [3, 1])));
    expect(tf.memory().numDataBuffers).toBe(numDataBuffers);
  });

  it('is not what the user holds: neither given nor read values change with it', () => {
    const x = tf.neg(tf.tensor1d([1, 2, 3]));
    const read = x.dataSync();
    const within = backend().data.get(x.dataId).values as Float32Array;
    expect(within.buffer).not.toBe(read.buffer);
    const copy = tf.tensor1d(within);
    x.dispose();
    const other = tf.neg(tf.tensor1d([4, 5, 6]));
    expect(Array.from(read)).toEqual([-1, -2, -3]);
    expectValues(copy, [3], [-1, -2, -3]);
    tf.dispose([copy, other]);
  });
});

describe('tensors', () => {
  it('move between backends, and back', () => {
    const x = tf.neg(tf.tensor1d([1, 2, 3]));
    const y = onCpu(() => tf.square(x));
    expectValues(tf.neg(y), [3], [-1, -4, -9]);
    expectValues(tf.add(x, y), [3], [0, 2, 6]);
  });

  it('keep their values for kernels in JavaScript, and take theirs', () => {
    const x = tf.neg(tf.tensor1d([3, 1, 2]));
    const { values, indices } = tf.topk(x, 2);
    expectValues(tf.neg(values), [2], [1, 2]);
    expectValues(tf.oneHot(tf.cast(indices, 'int32') as tf.Tensor1D, 3), [2, 3], [0, 1, 0, 0, 0, 1]);
    expect(backend().javaScriptKernels.get('TopK')).toBeGreaterThan(0);
  });

  it('may share their values under another type', () => {
    const whole = tf.tensor1d([1, 0, 3], 'int32');
    const { dataId } = whole;
    const info = { dataId, shape: [3], dtype: 'float32' as const };
    const given = backend();
    const y = given.output([3]);
    given.threads.run('negate', 1, given.address(info), given.address(y), 3);
    expectValues(tf.engine().makeTensorFromTensorInfo(y), [3], [-1, 0, -3]);
    expect(given.address(info)).toBe(given.address(info));
    expectValues(whole, [3], [1, 0, 3]);
    whole.dispose();
  });

  it('of strings and complex numbers are JavaScript’s', () => {
    expect(tf.tensor1d(['a', 'bc']).dataSync()).toEqual(['a', 'bc']);
    const z = tf.complex(tf.neg(tf.tensor1d([1, 2])), tf.tensor1d([3, 4]));
    const { numTensors } = tf.memory();
    expectValues(tf.real(z), [2], [-1, -2]);
    expect(Array.from(z.dataSync())).toEqual([-1, 3, -2, 4]);
    z.dispose();
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});

describe('out of memory', () => {
  afterAll(() => {
    startBackend(1);
  });

  it('names the shape that was asked for, and everything goes on', () => {
    const before = tf.memory();
    expect(() => tf.fill([1000, 1_500_000], 1)).toThrow(
      /^selfie-wasm: no memory for a float32 tensor of shape \[1000,1500000\]: \d+ bytes are in use and 6000000000 more were asked for, but 4 GiB is all that can be had; use a smaller batch$/,
    );
    expect(tf.memory()).toEqual(before);
    expectValues(tf.neg(tf.ones([3])), [3], [-1, -1, -1]);
  });

  it('leaves nothing of what a kernel had made before it failed', () => {
    startBackend(1, smallMachine());
    tf.tidy(() => {
      const [a, b] = [tf.ones<tf.Rank.R2>([600, 1000]), tf.ones<tf.Rank.R2>([1000, 1500])];
      for (let i = 0; i < 10; i++) {
        expect(() => tf.matMul(a, b)).toThrow('selfie-wasm: no memory for the working memory of a kernel');
      }
      expectValues(tf.sum(a), [], [600_000]);
    });
    tf.tidy(() => expectValues(tf.sum(tf.fill([3_500_000], 2)), [], [7_000_000]));
  });
});

describe('a layout of weights', () => {
  const size = 256 * 1024;
  afterAll(() => {
    startBackend(1);
  });

  it('is made the first and the second time, then kept until its tensor is gone', () => {
    const weights = tf.ones([512, 512]);
    const fill = vi.fn();
    const addresses: number[] = [];
    const use = (address: number) => addresses.push(address);
    for (let i = 0; i < 4; i++) backend().laidOut(weights, 'panels', size, { fill, use });
    expect(fill).toHaveBeenCalledTimes(2);
    expect(addresses[2]).toBe(addresses[1]);
    expect(addresses[3]).toBe(addresses[1]);
    weights.dispose();
    backend().borrow(size, (address) => expect(address).toBe(addresses[3])); // it is free again
    const others = tf.neg(tf.ones([512, 512]));
    backend().laidOut(others, 'panels', size, { fill, use });
    expect(fill).toHaveBeenCalledTimes(3);
    others.dispose();
  });

  it('is another one once a variable has another value', () => {
    const weights = tf.variable(tf.ones<tf.Rank.R2>([512, 512]));
    const times = (factor: number) =>
      tf.tidy(() => {
        weights.assign(tf.fill([512, 512], factor));
        for (let i = 0; i < 3; i++)
          expectValues(tf.sum(tf.matMul(tf.ones([2, 512]), weights as tf.Tensor2D)), [], [factor * 2 * 512 * 512]);
      });
    times(2);
    times(3);
    weights.dispose();
  });

  it('gives way where memory is short', () => {
    startBackend(1, smallMachine());
    const weights = tf.ones<tf.Rank.R2>([1024, 1024]);
    const columnSums = () => tf.tidy(() => expectValues(tf.max(tf.matMul(tf.ones([1, 1024]), weights)), [], [1024]));
    for (let i = 0; i < 3; i++) columnSums();
    tf.tidy(() => expectValues(tf.max(tf.fill([2_500_000], 2)), [], [2])); // 10 of 16 MB; the weights hold 4 and 4
    columnSums();
    weights.dispose();
  });
});

describe('what a kernel leaves beside a tensor', () => {
  afterAll(() => {
    startBackend(1);
  });

  it('is collected once, by its name', () => {
    const x = tf.ones([3]);
    const left = backend().leave(x, 'sums', 64);
    const used = vi.fn();
    const collect = (name: string, fill: () => void) => backend().collect(x, name, 64, { fill, use: used });
    const fill = vi.fn();
    collect('maxima', fill);
    expect(fill).toHaveBeenCalledTimes(1);
    collect('sums', fill);
    expect(fill).toHaveBeenCalledTimes(1);
    expect(used).toHaveBeenLastCalledWith(left);
    collect('sums', fill);
    expect(fill).toHaveBeenCalledTimes(2);
    x.dispose();
  });

  it('is gone when it was collected, or with its tensor', () => {
    startBackend(1, smallMachine());
    for (let i = 0; i < 20; i++) {
      const x = tf.ones([3]);
      backend().leave(x, 'sums', 2 ** 22); // of 16 MB
      if (i % 2 === 0) backend().collect(x, 'sums', 2 ** 22, { fill: vi.fn(), use: vi.fn() });
      const next = tf.ones([3]);
      backend().leave(next, 'sums', 2 ** 23);
      tf.dispose([x, next]);
    }
  });
});

describe('backend()', () => {
  it('throws while another backend is in use', () => {
    onCpu(() =>
      expect(() => backend()).toThrow(
        "backend: expected selfie-wasm to be in use, got cpu; call tf.setBackend('selfie-wasm') first",
      ),
    );
  });
});
