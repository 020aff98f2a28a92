import { setTimeout } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { countOwnItems } from '../testing/count-own-items.ts';
import { startBackend } from '../testing/start-backend.ts';
import { trainingStep } from '../testing/training-step.ts';
import { tileNames } from './generated/binaries.ts';
import { machine } from './machine.ts';
import { threadCount } from './threads.ts';

afterEach(() => vi.unstubAllEnvs());

describe('a training step', () => {
  const expected = trainingStep();

  it('is the same on 1, 2 and 4 threads, bit for bit', async () => {
    for (const threads of [2, 4, 1]) {
      expect(startBackend(threads).describe().threads).toBe(threads);
      for (let i = 0; i < 5; i++) {
        expect(trainingStep()).toEqual(expected);
        await setTimeout(50); // workers join by and by
      }
    }
  });

  it('is the same with every microkernel, bit for bit', () => {
    for (const tile of tileNames.keys()) {
      expect(startBackend(1, machine(), tile).describe().tile).toBe(tileNames[tile]!);
      expect(trainingStep()).toEqual(expected);
    }
  });

  it('goes on alone once the threads are stopped', () => {
    startBackend(3).threads.stop();
    expect(trainingStep()).toEqual(expected);
  });

  it('leaves no tensors behind', () => {
    const before = tf.memory();
    trainingStep();
    expect(tf.memory()).toEqual(before);
  });
});

describe('threads', () => {
  it('share the work', async () => {
    const { machine: counting, ownItems } = countOwnItems(machine());
    startBackend(1, counting);
    const all = ownItems();
    startBackend(3, counting);
    while (ownItems() === all) await setTimeout(10); // until the others have joined
  });
});

describe('threads that are waited for', () => {
  it('are not given up when the clock leaps, as after a computer slept', async () => {
    startBackend(3);
    const expected = trainingStep();
    let clock = 0;
    const now = vi.spyOn(performance, 'now').mockImplementation(() => (clock += 3_600_000));
    try {
      // Until some step has waited so long that it looked at the clock three times.
      for (let i = 0; i < 200 && now.mock.calls.length < 3; i++) {
        expect(trainingStep()).toEqual(expected);
        await setTimeout(5);
      }
    } finally {
      now.mockRestore();
    }
  });
});

describe('a worker that dies', () => {
  it('leaves a warning, and the rest of the work to this thread', async () => {
    const expected = trainingStep();
    const threads = process.getBuiltinModule('node:worker_threads');
    const started: InstanceType<typeof threads.Worker>[] = [];
    class Watched extends threads.Worker {
      constructor(...given: ConstructorParameters<typeof threads.Worker>) {
        super(...given);
        started.push(this);
      }
    }
    const given = machine();
    const getBuiltinModule = vi.spyOn(process, 'getBuiltinModule');
    getBuiltinModule.mockImplementation(((name: string) =>
      name === 'node:worker_threads' ? { ...threads, Worker: Watched } : undefined) as never);
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { threads: ours } = startBackend(3, given);
    trainingStep();
    expect(started.length).toBe(2);
    await setTimeout(200); // they wait for work
    await started[0]!.terminate();
    await setTimeout(10);
    expect(warn).toHaveBeenCalledWith('selfie-wasm: a worker thread ended; going on with one thread');
    expect(ours.count).toBe(1);
    expect(trainingStep()).toEqual(expected);
    getBuiltinModule.mockRestore();
    warn.mockRestore();
  });
});

describe('threadCount', () => {
  it('is what SELFIE_WASM_THREADS says, up to 64', () => {
    for (const [given, count] of [
      ['1', 1],
      ['3', 3],
      ['1000', 64],
    ] as const) {
      vi.stubEnv('SELFIE_WASM_THREADS', given);
      expect(threadCount(true)).toBe(count);
    }
  });

  it('is one a processor where nothing is said, and one where memory cannot be shared', () => {
    vi.stubEnv('SELFIE_WASM_THREADS', '');
    expect(threadCount(true)).toBeGreaterThanOrEqual(1);
    expect(threadCount(false)).toBe(1);
  });

  it('says what SELFIE_WASM_THREADS may be', () => {
    for (const given of ['0', '-1', '1.5', 'all', ' 2']) {
      vi.stubEnv('SELFIE_WASM_THREADS', given);
      expect(() => threadCount(true)).toThrow(
        `SELFIE_WASM_THREADS: expected a whole number from 1 on, got '${given}'; unset it to use every processor`,
      );
    }
  });
});
