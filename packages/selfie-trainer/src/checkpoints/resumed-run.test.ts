import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { type ResumableRun, resumableRun } from '../../testing/resumable-run.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import type { StepReport } from '../loop/step-report.ts';
import { train } from '../loop/train.ts';
import type { TensorData } from '../safetensors/tensor-data.ts';
import { checkpointFolder } from './checkpoint-folder.ts';

const steps = 40;

/** The bits of each tensor, so that −0 is not 0 and each NaN is its own. */
const bits = (tensors: Readonly<Record<string, TensorData>>) =>
  new Map(Object.entries(tensors).map(([name, { data }]) => [name, new Uint8Array(data.slice().buffer)]));

/** Trains in a folder until the end or so many steps, with variables that all start at 9 if they are not to matter. */
async function run(what: ResumableRun, folder: string, { until = steps, spoiled = false } = {}) {
  const { dispose, ...options } = resumableRun(what, steps);
  const { objective, optimizer, average } = options;
  for (const variables of spoiled ? [objective.variables, optimizer.slots, average!.slots] : []) {
    for (const variable of Object.values(variables)) tf.tidy(() => variable.assign(tf.fill(variable.shape, 9)));
  }
  const stop = new AbortController();
  const losses: number[] = [];
  const store = checkpointFolder({ folder, best: 'lowest' });
  const scored: number[] = [];
  const score = ({ step }: StepReport) => {
    scored.push(step + 1);
    return Math.abs(step - 16.3); // the step at which the run is stopped would be the best
  };
  const result = await train({
    ...options,
    checkpoints: { store, every: 6, options: { ...what }, score },
    signal: stop.signal,
    onStep({ step, loss }: StepReport) {
      losses.push(loss);
      if (step + 1 === until) stop.abort();
    },
  });
  dispose();
  const { tensors, metadata } = (await store.latest())!;
  const best = await readFile(join(folder, 'best.safetensors'));
  return { result, losses, scored, best, bits: bits(tensors), metadata };
}

const runs: ResumableRun[] = [
  { task: 'pretraining', optimizer: 'sgd' },
  { task: 'finetuning', optimizer: 'adamW' },
  { task: 'pretraining', optimizer: 'adamW' },
  { task: 'finetuning', optimizer: 'sgd' },
];

test.each(tf.getBackend() === 'cpu' ? runs.slice(0, 2) : runs)(
  '40 steps of $task with $optimizer are 17, a restart and 23, to the bit',
  async (what) => {
    const folder = temporaryFolder();
    const straight = await run(what, join(folder, 'straight'));
    expect(straight.result).toEqual({ steps, stopped: false, resumedFrom: 0 });

    const begun = await run(what, join(folder, 'resumed'), { until: 17 });
    expect(begun.result).toEqual({ steps: 17, stopped: true, resumedFrom: 0 });
    expect(begun.bits).not.toEqual(straight.bits);
    const resumed = await run(what, join(folder, 'resumed'), { spoiled: true });
    expect(resumed.result).toEqual({ steps, stopped: false, resumedFrom: 17 });

    expect([...begun.losses, ...resumed.losses]).toEqual(straight.losses);
    expect(straight.scored).toEqual([6, 12, 18, 24, 30, 36, 40]);
    expect([...begun.scored, ...resumed.scored]).toEqual(straight.scored);
    expect(resumed.best.equals(straight.best)).toBe(true);
    expect([...resumed.bits.keys()]).toEqual([...straight.bits.keys()]);
    for (const [name, expected] of straight.bits) expect(resumed.bits.get(name), name).toEqual(expected);
    expect(resumed.metadata).toEqual(straight.metadata);

    const kinds = (pattern: RegExp) => [...straight.bits.keys()].filter((name) => pattern.test(name)).length;
    expect(kinds(/^variables\/.*\/mean$/)).toBeGreaterThan(0);
    expect(kinds(/^average\//)).toBe(kinds(/^variables\//));
    expect(kinds(what.optimizer === 'sgd' ? /^optimizer\/velocity\// : /^optimizer\/secondMoment\//)).toBeGreaterThan(
      0,
    );
  },
);
