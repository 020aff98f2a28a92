import { expect, test } from 'vitest';
import type { StepReport } from '../loop/step-report.ts';
import type { Log } from './log.ts';
import { stepLog } from './step-log.ts';

const report: StepReport = {
  step: 3,
  loss: 2.5,
  metrics: { accuracy: 0.25 },
  gradientNorm: 7,
  learningRate: 0.1,
  picturesPerSecond: 50,
  memory: 4096,
  skipped: false,
};
const values = {
  loss: 2.5,
  accuracy: 0.25,
  gradientNorm: 7,
  learningRate: 0.1,
  picturesPerSecond: 50,
  memory: 4096,
  skipped: 0,
};

/** A log that remembers, and takes its time. */
function memoryLog(written: unknown[], fault?: string): Log {
  return {
    async write(...line) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (fault) throw new Error(fault);
      written.push(line);
    },
  };
}

test('writes all numbers of a step to each log, with what else it is given', async () => {
  const [first, second]: unknown[][] = [[], []];
  const onStep = stepLog(memoryLog(first!), memoryLog(second!));
  await onStep(report);
  await onStep({ ...report, step: 4, skipped: true }, { 'probe/knn': 0.5 });
  expect(first).toEqual([
    [3, values],
    [4, { ...values, skipped: 1, 'probe/knn': 0.5 }],
  ]);
  expect(second).toEqual(first);
  expect(Object.keys((first![0] as [number, object])[1])).toEqual(Object.keys(values));
});

test.each(['loss', 'gradientNorm', 'learningRate', 'picturesPerSecond', 'memory', 'skipped'])(
  'refuses a metric named %s, which another value of the step has',
  async (name) => {
    const sentence = `two values of a step are named ${name}: give one another name`;
    const written: unknown[] = [];
    const onStep = stepLog(memoryLog(written));
    await expect(onStep({ ...report, metrics: { [name]: 1 } })).rejects.toThrow(sentence);
    await expect(onStep(report, { [name]: 1 })).rejects.toThrow(sentence);
    expect(written).toEqual([]);
  },
);

test('does not write what a skipped step has beside numbers', async () => {
  const written: unknown[] = [];
  await stepLog(memoryLog(written))({ ...report, skipped: true, badGradient: { path: 'w', norm: Number.NaN } });
  expect(written).toEqual([[3, { ...values, skipped: 1 }]]);
});

test('passes on that a log could not be written', async () => {
  await expect(stepLog(memoryLog([]), memoryLog([], 'the disk is full'))(report)).rejects.toThrow('the disk is full');
});
