import type { Communicator, Random } from '../interfaces.ts';
import { accumulatedPass } from './accumulated-pass.ts';
import type { ArrayBatch } from './array-batch.ts';
import { averageOverRanks } from './average-over-ranks.ts';
import { badStatistic } from './bad-statistic.ts';
import { clipGradients } from './clip-gradients.ts';
import { disposePass } from './forward-backward.ts';
import { globalNorm } from './global-norm.ts';
import { type GradientNorm, largestGradient } from './largest-gradient.ts';
import { readScalars } from './read-scalars.ts';
import type { RunParts } from './run-state.ts';
import { zeroIfFinite } from './zero-if-finite.ts';

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
  /** Where a number is not finite, and nothing was changed. */
  readonly bad?: {
    /** The worst gradient. */
    readonly badGradient: GradientNorm;
    /** Where loss and gradients are finite: the path of a running statistic that would not be. */
    readonly badStatistic?: string;
  };
}

/**
 * Takes loss, gradients and running statistics of a batch and, if all are finite, commits the statistics, updates the
 * variables, and lets the average follow.
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
    const values = await readScalars(() => {
      return [loss, globalNorm(gradients), zeroIfFinite([...statistics.values()]), ...Object.values(metrics)];
    });
    const [lossValue, gradientNorm, zero, ...metricValues] = values as [number, number, number, ...number[]];
    const metricsByName = named(Object.keys(metrics), metricValues);
    const measured = { loss: lossValue, gradientNorm, metrics: metricsByName, pictures, stop };
    const finite = Number.isFinite(lossValue) && Number.isFinite(gradientNorm);
    if (!finite || !Number.isFinite(zero)) {
      const badGradient = await largestGradient(gradients);
      if (!finite) return { ...measured, bad: { badGradient } };
      return { ...measured, bad: { badGradient, badStatistic: await badStatistic(objective.variables, statistics) } };
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
