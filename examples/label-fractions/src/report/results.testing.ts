import { type LabelFractionResult, meanAndDeviation, pairedTest } from 'selfie-trainer';
import { names } from '../arms.ts';
import { kinds } from '../plan.ts';
import type { Results } from '../results.ts';

const setting = { learningRate: 0.05, weightDecay: 5e-4, steps: 200 };

/** An arm's accuracies in percent, and those of the supervised network, two seeds each. */
function row(labels: number, accuracies: Record<string, [number, number]>): LabelFractionResult {
  const fractions = (name: string) => accuracies[name]!.map((accuracy) => accuracy / 100);
  return {
    labels,
    arms: Object.keys(accuracies).map((arm, i) => ({
      arm,
      setting,
      trials: [0.5, 0.25].map((accuracy) => ({ setting, accuracy, loss: 1 })),
      test: meanAndDeviation(fractions(arm)),
      training: meanAndDeviation([0.96, 0.98]),
      ...(i > 0 && { gain: pairedTest(fractions(arm), fractions(names.supervised)) }),
    })),
  };
}

/** Results as a run has them: all arms at 100 labels, two of them at 3,000. */
export const someResults: Results = {
  command: 'npm run experiment',
  machine: { processor: 'an old one', backend: 'abacus' },
  pretraining: { steps: 6000, batchSize: 64 },
  pretrainings: kinds.map((kind, i) => ({
    kind,
    accuracy: 0.8 + i / 100,
    seconds: 100,
    pictures: Math.ceil(60_000 * kind.share),
  })),
  pretrainedRates: { stem: 0.1, stage1: 0.1, stage2: 0.3, stage3: 0.6, pool: 0.3, positions: 0.3 },
  seeds: 2,
  tuningSeeds: 2,
  testPictures: 10_000,
  rows: [
    row(
      100,
      Object.fromEntries(
        Object.values(names).map((name, i): [string, [number, number]] => [name, [69 + i, 71 + 2 * i]]),
      ),
    ),
    row(3000, { [names.supervised]: [86, 87], [names.selfie]: [87, 87] }),
  ],
  finetuningSeconds: 3100,
};
