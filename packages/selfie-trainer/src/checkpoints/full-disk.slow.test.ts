import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { resumableRun } from '../../testing/resumable-run.ts';
import { startKilledRun } from '../../testing/start-killed-run.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { train } from '../loop/train.ts';
import { checkpointFolder } from './checkpoint-folder.ts';
import type { Checkpoint } from './checkpoint-store.ts';

const parent = temporaryFolder();
const step = (number: number) => `step-${String(number).padStart(8, '0')}.safetensors`;

/** A disk of one megabyte, of this test's own; undefined where it may not be mounted. */
const disk = (() => {
  const folder = join(parent, 'disk');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    afterAll(() => void execFileSync('umount', [folder]));
    return folder;
  } catch {
    console.log('Tests with a disk of their own are skipped: mount is not allowed; run them as root.');
    return undefined;
  }
})();

const checkpoint = (number: number, numbers: number): Checkpoint => ({
  step: number,
  tensors: { w: { dtype: 'float32', shape: [numbers], data: new Float32Array(numbers).fill(number) } },
  metadata: {},
});

describe.runIf(disk)('a disk', () => {
  afterEach(() => execFileSync('mount', ['-o', 'remount,rw', disk!]));

  test('that is full leaves the checkpoints before it and no temporary file, and takes the next that fits', async () => {
    const folder = join(disk!, 'full');
    const store = checkpointFolder({ folder, best: 'lowest' });
    await store.save({ ...checkpoint(1, 1000), score: 1 });
    await expect(store.save({ ...checkpoint(2, 400_000), score: 0 })).rejects.toThrow(
      `${join(folder, 'best.safetensors')} could not be written: ENOSPC: no space left on device, write; ` +
        'make room, and what stood there before is untouched',
    );
    await expect(store.save(checkpoint(2, 400_000))).rejects.toThrow(`${step(2)} could not be written: ENOSPC`);
    expect(await readdir(folder)).toEqual(['best.safetensors', step(1)]);
    expect(await store.latest()).toEqual({ ...checkpoint(1, 1000), score: 1 });
    await store.save(checkpoint(3, 1000));
    expect((await store.latest())?.step).toBe(3);
    await rm(folder, { recursive: true });
  });

  test('that is full for a while does not end a run that is to go on', async () => {
    const folder = join(disk!, 'run');
    const filler = join(disk!, 'filler');
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { dispose, ...options } = resumableRun({ task: 'finetuning', optimizer: 'sgd' }, 8);
    const store = checkpointFolder({ folder });
    await train({
      ...options,
      checkpoints: { store, every: 2, onFailure: 'continue' },
      async onStep({ step }) {
        if (step === 2) await writeFile(filler, new Uint8Array(2 ** 21)).catch(() => {});
        if (step === 6) await rm(filler);
      },
    });
    dispose();
    expect(warn.mock.calls.map(([line]) => line)).toEqual(
      [4, 6].map((number) => expect.stringMatching(`^the checkpoint of step ${number} could not be saved.*ENOSPC`)),
    );
    expect(await readdir(folder)).toEqual([step(2), step(8)]);
    warn.mockRestore();
  });

  test('that may only be read is an error, and its checkpoints can still be loaded', async () => {
    const folder = join(disk!, 'read-only');
    const store = checkpointFolder({ folder });
    await store.save(checkpoint(1, 10));
    execFileSync('mount', ['-o', 'remount,ro', disk!]);
    await expect(store.save(checkpoint(2, 10))).rejects.toThrow(
      `${join(folder, step(2))} could not be written: EROFS: read-only file system, open`,
    );
    await expect(checkpointFolder({ folder: join(disk!, 'new') }).save(checkpoint(2, 10))).rejects.toThrow(
      /new could not be made: .*; choose a folder that can be written to/,
    );
    expect(await store.latest()).toEqual(checkpoint(1, 10));
    expect(await readdir(folder)).toEqual([step(1)]);
  });
});

test.skipIf(process.getuid?.() === 0)('a folder that may only be read is an error', async () => {
  const folder = join(parent, 'forbidden');
  await mkdir(folder);
  await chmod(folder, 0o555);
  await expect(checkpointFolder({ folder }).save(checkpoint(1, 10))).rejects.toThrow(
    `${join(folder, step(1))} could not be written: EACCES: permission denied, open`,
  );
});

// The children have a backend of their own: one round is enough.
describe.runIf(tf.getBackend() === 'selfie-wasm')('a file that may grow no further', () => {
  const steps = 12;
  const [straight, folder] = [join(parent, 'straight'), join(parent, 'limited')];

  test('ends the run with what to do; the next goes on from the checkpoint before, to the same bits', async () => {
    expect(await startKilledRun(straight, steps).ended).toMatchObject({ code: 0 });

    const run = startKilledRun(folder, steps);
    await run.lines(5);
    run.child.kill('SIGTERM');
    expect(await run.ended).toMatchObject({ code: 130 });
    const before = await readdir(folder);
    const { step: done } = (await checkpointFolder({ folder }).latest())!;

    const { code, output } = await startKilledRun(folder, steps, { limit: '20' }).ended;
    expect(code).toBe(1);
    expect(output).toMatch(
      new RegExp(
        `the checkpoint of step ${done + 1} could not be saved, the one before it is intact: .*EFBIG: file too large.*` +
          "make room, .*; run again to go on from there, or set checkpoints.onFailure to 'continue'",
      ),
    );
    expect(await readdir(folder)).toEqual(before);

    const { output: rest } = await startKilledRun(folder, steps).ended;
    expect(rest.match(/^step \d+$/gm)).toHaveLength(steps - done);
    expect(await readFile(join(folder, step(steps)))).toEqual(await readFile(join(straight, step(steps))));
  });

  test('does not end a run that is to go on', async () => {
    const folder = join(parent, 'continued');
    const { code, output } = await startKilledRun(folder, steps, { limit: '20', onFailure: 'continue' }).ended;
    expect(code).toBe(0);
    expect(output.match(/could not be saved.*EFBIG.*; training goes on$/gm)).toHaveLength(steps);
    expect(output).toMatch(`step ${steps - 1}\n`);
    expect(await readdir(folder)).toEqual([]);
  });
});
