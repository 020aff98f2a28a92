import { test } from 'vitest';
import { expectNoLeakInEvaluation, expectNoLeakInTraining } from '../../testing/expect-no-leak.ts';
import { finetuning, pretraining } from '../../testing/small-runs.ts';

const timeout = 600_000;

test.each([
  ['pretraining', () => pretraining(), 2000],
  ['finetuning', () => finetuning({ norms: false }), 2000],
  ['pretraining with batch norm', () => pretraining({ norms: true }), 2000],
  ['finetuning with batch norm', () => finetuning(), 2000],
])(
  '%s: as much is alive after the last step as after the tenth',
  async (_, objective, steps) => {
    await expectNoLeakInTraining(objective, steps);
    await expectNoLeakInEvaluation(objective, steps / 2); // two batches each
  },
  timeout,
);
