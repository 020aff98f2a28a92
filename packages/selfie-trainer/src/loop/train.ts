import type { Objective, Optimizer } from '../interfaces.ts';
import type { ArrayBatch } from './array-batch.ts';
import { nextTask } from './next-task.ts';
import { NonFiniteError } from './non-finite-error.ts';
import { trainingStep } from './training-step.ts';

/** What the loop needs. */
export interface TrainOptions {
  /** What to minimise. */
  readonly objective: Objective;
  /** Changes the objective's variables. */
  readonly optimizer: Optimizer;
  /** The rate of a step, counted from 0, e.g. `warmupCosine(…)`. */
  readonly learningRate: (step: number) => number;
  /** The batch of a step; the same step always gives the same batch. */
  readonly batches: (step: number) => ArrayBatch | Promise<ArrayBatch>;
  /** How many steps. */
  readonly steps: number;
  /** Images of a step: example i of step s draws at random from stream s × batchSize + i. */
  readonly batchSize: number;
  /** Seeds masks and dropout: an unsigned 32-bit integer. */
  readonly seed: number;
  /** Called after every step, and awaited; what it throws ends the run. @default nothing */
  readonly onStep?: (report: StepReport) => void | Promise<void>;
  /** Ends the run after the current step. @default never */
  readonly signal?: AbortSignal;
}

/** What a step gave, measured before its update. */
export interface StepReport {
  /** The step, counted from 0. */
  readonly step: number;
  readonly loss: number;
  /** The objective's metrics, e.g. `accuracy` in [0, 1]. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Euclidean norm of all gradients together. */
  readonly gradientNorm: number;
  readonly learningRate: number;
  /** Images of this step over its time, from asking for the batch to the end of the update. */
  readonly picturesPerSecond: number;
}

/** How a run ended. */
export interface TrainResult {
  /** Steps done. */
  readonly steps: number;
  /** Whether the signal ended it early. */
  readonly stopped: boolean;
}

/**
 * Minimises an objective: batch, loss and gradients, running statistics, update, callback; step after step.
 *
 * Loss, metrics and gradient norm are read back together, once a step. After each step the event loop has a turn, so that
 * signals and progress bars work where computing is synchronous.
 *
 * @throws NonFiniteError if the loss or a gradient is NaN or infinite (a gradient norm above 1.8e19 is); that step changed
 * nothing.
 */
export async function train({
  objective,
  optimizer,
  learningRate,
  batches,
  steps,
  batchSize,
  seed,
  onStep,
  signal,
}: TrainOptions): Promise<TrainResult> {
  checkCount('steps', steps);
  checkCount('batchSize', batchSize);
  let lastGoodLoss: number | undefined;

  for (let step = 0; step < steps; step++) {
    if (signal?.aborted) return { steps: step, stopped: true };
    const started = performance.now();
    const batch = await batches(step);
    const pictures = batch.shape[0];
    if (pictures > batchSize) {
      throw new Error(`the batch of step ${step} has ${pictures} images: expected at most batchSize, ${batchSize}`);
    }

    const rate = learningRate(step);
    const random = { seed, first: step * batchSize };
    const measured = await trainingStep({ objective, optimizer, batch, random, learningRate: rate });
    const { finite, loss, metrics, gradientNorm } = measured;
    if (!finite) throw new NonFiniteError({ step, loss, gradientNorm, lastGoodLoss, learningRate: rate });
    lastGoodLoss = loss;

    const picturesPerSecond = pictures / ((performance.now() - started) / 1000);
    await onStep?.({ step, loss, metrics, gradientNorm, learningRate: rate, picturesPerSecond });
    await nextTask();
  }
  return { steps, stopped: false };
}

function checkCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(`${name} is a whole number of at least 1: got ${value}`);
  }
}
