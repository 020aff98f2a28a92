import type { Communicator, Random } from '../interfaces.ts';
import { accumulatedPass } from './accumulated-pass.ts';
import type { ArrayBatch } from './array-batch.ts';
import { averageOverRanks } from './average-over-ranks.ts';
import { clipGradients } from './clip-gradients.ts';
import { disposePass } from './forward-backward.ts';
import { globalNorm } from './global-norm.ts';
import { type GradientNorm, largestGradient } from './largest-gradient.ts';
import { readScalars } from './read-scalars.ts';
import type { RunParts } from './run-state.ts';

/** A step, before it is known what it gives. */
export interface Attempt {
  /** Counted from 0. */
  readonly step: number;
  /** The batch, or this rank's part of it. */
  readonly batch: ArrayBatch;
  /** Where its images draw from. */
  readonly random: Random;
  readonly learningRate: number;
  /** The parts in which the batch is taken. */
  readonly accumulate: number;
}

/** What a step needs besides. */
export interface TrainingStepOptions {
  /** The norm that gradients are scaled down to. @default never */
  readonly clipNorm?: number;
  readonly communicator: Communicator;
  /** Whether this rank wants to stop. */
  readonly stop: boolean;
}

/** What a step measured over all ranks, before its update. */
export interface Measured {
  readonly loss: number;
  readonly gradientNorm: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly pictures: number;
  /** Whether a rank wants to stop. */
  readonly stop: boolean;
  /** Where loss or gradients are not finite, and nothing was changed: the worst gradient. */
  readonly badGradient?: GradientNorm;
}

/**
 * Takes loss and gradients of a batch and, if they are finite, commits running statistics, updates the variables, and
 * lets the average follow.
 */
export async function trainingStep(
  { objective, optimizer, average }: RunParts,
  { batch, random, learningRate, accumulate }: Attempt,
  { clipNorm, communicator, stop: stopAsked }: TrainingStepOptions,
): Promise<Measured> {
  const own = {
    pass: accumulatedPass(objective, batch, random, accumulate),
    pictures: batch.shape[0],
    stop: stopAsked,
  };
  const { pass, pictures, stop } = await averageOverRanks(communicator, own);
  try {
    const { loss, metrics, gradients, statistics } = pass;
    const values = await readScalars(() => [loss, globalNorm(gradients), ...Object.values(metrics)]);
    const [lossValue, gradientNorm, ...metricValues] = values as [number, number, ...number[]];
    const metricsByName = named(Object.keys(metrics), metricValues);
    const measured = { loss: lossValue, gradientNorm, metrics: metricsByName, pictures, stop };
    if (!Number.isFinite(lossValue) || !Number.isFinite(gradientNorm)) {
      return { ...measured, badGradient: await largestGradient(gradients) };
    }
    for (const [variable, next] of statistics) variable.assign(next);
    if (clipNorm !== undefined) clipGradients(gradients, clipNorm, gradientNorm);
    optimizer.update(gradients, learningRate);
    average?.update();
    return measured;
  } finally {
    disposePass(pass);
  }
}

function named(names: string[], values: number[]): Record<string, number> {
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}
