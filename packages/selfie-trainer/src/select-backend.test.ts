import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { selectBackend } from './select-backend.ts';

/** A package that registers `backend` when it is imported. */
function installed(packageName: string, backend: string, properties: object = {}) {
  const imported = vi.fn(() => {
    tf.registerBackend(backend, () => Object.assign(new MathBackendCPU(), properties));
    return {};
  });
  vi.doMock(packageName, imported);
  return imported;
}

function missing(packageName: string) {
  vi.doMock(packageName, () => {
    throw new Error(`Cannot find package '${packageName}'`);
  });
}

afterEach(async () => {
  vi.resetModules();
  vi.restoreAllMocks();
  await tf.setBackend('cpu');
  for (const backend of ['tensorflow', 'selfie-wasm', 'webgpu', 'webgl', 'mine']) {
    if (tf.findBackendFactory(backend)) tf.removeBackend(backend);
  }
  tf.env().set('IS_NODE', true);
});

describe('in Node', () => {
  test('tfjs-node-gpu comes first where it finds a GPU', async () => {
    installed('@tensorflow/tfjs-node-gpu', 'tensorflow', { isUsingGpuDevice: true });
    const wasm = installed('selfie-wasm', 'selfie-wasm');
    expect(await selectBackend()).toBe('tensorflow');
    expect(tf.getBackend()).toBe('tensorflow');
    expect(wasm).not.toHaveBeenCalled();
  });

  test('then selfie-wasm', async () => {
    installed('@tensorflow/tfjs-node-gpu', 'tensorflow', { isUsingGpuDevice: false });
    installed('selfie-wasm', 'selfie-wasm');
    expect(await selectBackend()).toBe('selfie-wasm');
    expect(tf.getBackend()).toBe('selfie-wasm');
  });

  test('then tfjs-node', async () => {
    missing('@tensorflow/tfjs-node-gpu');
    missing('selfie-wasm');
    installed('@tensorflow/tfjs-node', 'tensorflow');
    expect(await selectBackend()).toBe('tensorflow');
  });

  test('then cpu', async () => {
    missing('@tensorflow/tfjs-node-gpu');
    missing('selfie-wasm');
    missing('@tensorflow/tfjs-node');
    expect(await selectBackend()).toBe('cpu');
  });
});

test('in a browser: webgpu, selfie-wasm, webgl, of those that were registered', async () => {
  tf.env().set('IS_NODE', false);
  missing('@tensorflow/tfjs-backend-webgpu');
  missing('selfie-wasm');
  for (const backend of ['webgl', 'selfie-wasm', 'webgpu']) {
    tf.registerBackend(backend, () => new MathBackendCPU());
    expect(await selectBackend()).toBe(backend);
  }
});

test('a backend that does not start is passed over, or an error where it was asked for', async () => {
  missing('@tensorflow/tfjs-node-gpu');
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  tf.registerBackend('selfie-wasm', () => Promise.reject(new Error('no SharedArrayBuffer')));
  missing('@tensorflow/tfjs-node');
  expect(await selectBackend()).toBe('cpu');
  await expect(selectBackend('selfie-wasm')).rejects.toThrow(
    'backend selfie-wasm is installed but does not start here',
  );
});

test('takes one by name, also one of the user’s', async () => {
  tf.registerBackend('mine', () => new MathBackendCPU());
  expect(await selectBackend('mine')).toBe('mine');
  expect(tf.getBackend()).toBe('mine');
});

test('tfjs-node finds the function that newer Nodes lack', async () => {
  missing('@tensorflow/tfjs-node-gpu');
  const util = process.getBuiltinModule('node:util') as { isNullOrUndefined?: (value: unknown) => boolean };
  const original = util.isNullOrUndefined;
  util.isNullOrUndefined = undefined;
  installed('@tensorflow/tfjs-node', 'tensorflow');
  await selectBackend('tensorflow');
  expect([null, undefined, 0].map((value) => util.isNullOrUndefined!(value))).toEqual([true, true, false]);
  util.isNullOrUndefined = original;
});

test('hides the banner of the cpu backend', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
  tf.env().set('IS_TEST', false);
  tf.registerBackend('mine', () => new MathBackendCPU());
  await selectBackend('mine');
  tf.tensor1d([1, 2]).dispose();
  expect(warned).not.toHaveBeenCalled();
  tf.registerBackend('webgl', () => new MathBackendCPU());
  await tf.setBackend('webgl');
  tf.tensor1d([1, 2]).dispose();
  expect(warned).toHaveBeenCalledWith(
    expect.stringContaining('Hi, looks like you are running TensorFlow.js in Node.js'),
  );
  warned.mockRestore();
});

test('says what to install', async () => {
  missing('@tensorflow/tfjs-node-gpu');
  missing('@tensorflow/tfjs-node');
  await expect(selectBackend('tensorflow')).rejects.toThrow(
    /^backend tensorflow is not installed: npm install @tensorflow\/tfjs-node \(@tensorflow\/tfjs-node-gpu: .*; @tensor/,
  );
  await expect(selectBackend('metal')).rejects.toThrow(
    'there is no backend named metal: expected one of selfie-wasm, tensorflow, cpu, webgpu, webgl, or one that you registered',
  );
});
