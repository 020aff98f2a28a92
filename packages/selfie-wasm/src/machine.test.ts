import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { expectWithin } from '../testing/expect-values.ts';
import { startBackend } from '../testing/start-backend.ts';
import { trainingStep } from '../testing/training-step.ts';
import { backend } from './backend.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const major = Number(process.versions.node.split('.')[0]);

describe('machine', () => {
  const expected = trainingStep();

  it('says what is in use', () => {
    const { threads, vectorBits, reason, fused, tile } = backend().describe();
    expect(threads).toBe(1);
    expect(vectorBits).toBe(major >= 24 && process.arch === 'x64' ? 256 : 128);
    expect(reason).toMatch(/^V8 /);
    expect(fused).toBe(true);
    expect(tile).toMatch(/^\d+×\d+( by rows(, outer products \d×\d)?)?$/);
  });

  it('does without shared memory, on one thread, with the same results', () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    expect(startBackend(4).describe().threads).toBe(1);
    expect(trainingStep()).toEqual(expected);
  });

  it('keeps what it holds when memory that is not shared moves as it grows', () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    startBackend(1);
    const before = tf.neg(tf.tensor1d([1, 2, 3]));
    const large = Array.from({ length: 5 }, (_, i) => tf.fill([1_000_000], i));
    expect(Array.from(before.dataSync())).toEqual([-1, -2, -3]);
    expect(large.map((tensor) => tensor.dataSync().at(-1))).toEqual([0, 1, 2, 3, 4]);
  });

  it('does without fused multiply-add, with results that differ by rounding', () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    for (const shared of [true, false]) {
      if (!shared) vi.stubGlobal('SharedArrayBuffer', undefined);
      expect(startBackend(1).describe().fused).toBe(false);
      for (const [i, values] of trainingStep().entries()) {
        expectWithin(tf.tensor1d(values), [values.length], expected[i]!, 1e-4);
      }
    }
  });

  it.runIf(major >= 24)(
    'does without 256-bit vectors where SELFIE_WASM_REVECTORIZE is 0, with the same results',
    () => {
      vi.stubEnv('SELFIE_WASM_REVECTORIZE', '0');
      const { vectorBits, reason } = startBackend(1).describe();
      expect({ vectorBits, reason }).toEqual({ vectorBits: 128, reason: 'SELFIE_WASM_REVECTORIZE is 0' });
      expect(trainingStep()).toEqual(expected);
    },
  );
});
