import type { Objective, Optimizer, Random } from '../interfaces.ts';
import type { ArrayBatch } from './array-batch.ts';
import { disposePass, forwardBackward } from './forward-backward.ts';
import { globalNorm } from './global-norm.ts';
import { readScalars } from './read-scalars.ts';

/** What a step needs. */
export interface TrainingStepOptions {
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  readonly batch: ArrayBatch;
  readonly random: Random;
  readonly learningRate: number;
}

/** What a step measured, before its update. */
export interface Measured {
  readonly loss: number;
  readonly gradientNorm: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** Whether loss and gradients were; if not, nothing was changed. */
  readonly finite: boolean;
}

/** Takes loss and gradients of a batch and, if they are finite, commits running statistics and updates the variables. */
export async function trainingStep({
  objective,
  optimizer,
  batch,
  random,
  learningRate,
}: TrainingStepOptions): Promise<Measured> {
  const pass = forwardBackward(objective, batch, random);
  try {
    const { loss, metrics, gradients, statistics } = pass;
    const values = await readScalars(() => [loss, globalNorm(gradients), ...Object.values(metrics)]);
    const [lossValue, gradientNorm, ...metricValues] = values as [number, number, ...number[]];
    const finite = Number.isFinite(lossValue) && Number.isFinite(gradientNorm);
    if (finite) {
      for (const [variable, next] of statistics) variable.assign(next);
      optimizer.update(gradients, learningRate);
    }
    return { loss: lossValue, gradientNorm, metrics: named(Object.keys(metrics), metricValues), finite };
  } finally {
    disposePass(pass);
  }
}

function named(names: string[], values: number[]): Record<string, number> {
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}
