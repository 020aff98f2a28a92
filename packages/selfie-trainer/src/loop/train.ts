import * as tf from '@tensorflow/tfjs-core';
import type { Communicator } from '../interfaces.ts';
import type { ArrayBatch } from './array-batch.ts';
import { keepForReplay } from './keep-for-replay.ts';
import { nextTask } from './next-task.ts';
import { NonFiniteError } from './non-finite-error.ts';
import { noProgress } from './progress.ts';
import { resume } from './resume.ts';
import { runSettings } from './run-settings.ts';
import { runState } from './run-state.ts';
import { saveCheckpoint } from './save-checkpoint.ts';
import { shareState } from './share-state.ts';
import type { StepReport } from './step-report.ts';
import { checkTrainOptions, type TrainOptions } from './train-options.ts';
import { trainingStep } from './training-step.ts';

/** How a run ended. */
export interface TrainResult {
  /** Steps done, in all. */
  readonly steps: number;
  /** Whether the signal ended it early. */
  readonly stopped: boolean;
  /** Steps that the checkpoint had, from which it went on; 0 without. */
  readonly resumedFrom: number;
}

/** One rank, which has nobody to talk to. */
const alone: Communicator = { rank: 0, size: 1, allReduce() {}, broadcast() {}, barrier() {} };

/** The most steps in a row that are skipped. */
const mostSkipped = 10;

/**
 * Minimises an objective: batch, loss and gradients, running statistics, update, callback, checkpoint; step after step.
 *
 * Loss, metrics and gradient norm are read back together, once a step. After each step the event loop has a turn, so that
 * signals and progress bars work where computing is synchronous. A run that goes on from a checkpoint has the same bits
 * as one that never stopped.
 *
 * @throws NonFiniteError if the loss, a gradient or a running statistic is NaN or infinite (a gradient norm above 1.8e19
 * is); that step changed nothing.
 * @throws if the checkpoint is another run's, if one cannot be saved, and what the given functions throw.
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  try {
    checkTrainOptions(options);
    return await run(options);
  } catch (error) {
    options.gradients?.communicator?.abort?.(error); // the other ranks would wait for this one
    throw error;
  }
}

async function run(options: TrainOptions): Promise<TrainResult> {
  const { objective, learningRate, steps, batchSize, seed, nonFinite = 'stop' } = options;
  const { gradients = {}, checkpoints, onStep, signal } = options;
  const { accumulate = 1, clipNorm, communicator = alone } = gradients;
  const { rank, size } = communicator;

  const state = runState(options);
  const settings = runSettings(options);
  const saved = checkpoints && rank === 0 ? await resume(checkpoints.store, state, settings) : noProgress;
  let { step, skippedInARow, lastGoodLoss, next } = await shareState(communicator, state, saved);
  const resumedFrom = step;

  const asked = () => signal?.aborted ?? false;
  let stopped = false;
  while (step < steps && !stopped && !(size === 1 && asked())) {
    const started = performance.now();
    const batch = await options.batches(step, next);
    checkBatch(batch, step, batchSize, size);
    next = batch.next;
    const random = { seed, first: step * batchSize + rank * (batchSize / size) };
    const rate = learningRate(step);
    if (!Number.isFinite(rate)) throw new Error(`the learning rate of step ${step} is a finite number: got ${rate}`);
    const attempt = { step, batch, random, learningRate: rate, accumulate };
    const measured = await trainingStep(options, attempt, { clipNorm, communicator, stop: asked() });
    const { loss, metrics, gradientNorm, bad } = measured;
    const picturesPerSecond = measured.pictures / ((performance.now() - started) / 1000);

    const givesUp = nonFinite === 'stop' || skippedInARow === mostSkipped;
    if (bad && (givesUp || skippedInARow === 0)) {
      const name = `non-finite-step-${step}${size > 1 ? `-rank-${rank}` : ''}`;
      const kept = checkpoints && (await keepForReplay(checkpoints.store, name, objective, attempt));
      const error = new NonFiniteError({ ...attempt, ...bad, loss, gradientNorm, lastGoodLoss, skippedInARow, kept });
      if (givesUp) throw error;
      console.warn(`A step is skipped: ${error.message}`);
    }
    skippedInARow = bad ? skippedInARow + 1 : 0;
    if (!bad) lastGoodLoss = loss;

    const report: StepReport = {
      step,
      loss,
      metrics,
      gradientNorm,
      learningRate: rate,
      picturesPerSecond,
      memory: tf.memory().numBytes,
      skipped: bad !== undefined,
      ...(bad && { badGradient: bad.badGradient }),
    };
    await onStep?.(report);
    await nextTask();

    step++;
    stopped = size === 1 ? asked() : measured.stop;
    const due = step === steps || step % (checkpoints?.every ?? steps) === 0;
    if (checkpoints && (due || stopped)) {
      if (options.average?.inUse) {
        throw new Error('no checkpoint while the averages stand in the variables: await withAverages(…) in onStep');
      }
      if (size > 1 && next !== undefined) {
        throw new Error(
          'a checkpoint keeps where one rank goes on in a stream: got several; use data by step, or one rank',
        );
      }
      const progress = { step, skippedInARow, lastGoodLoss, next };
      const moment = { state, settings, progress, report, judge: due, stopped, signal };
      if (rank === 0) await saveCheckpoint(checkpoints, moment);
      await communicator.barrier();
    }
  }
  return { steps: step, stopped: step < steps, resumedFrom };
}

function checkBatch({ shape: [pictures] }: ArrayBatch, step: number, batchSize: number, ranks: number): void {
  if (pictures <= batchSize / ranks) return;
  const most = ranks === 1 ? 'batchSize' : `batchSize / ${ranks} ranks`;
  throw new Error(`the batch of step ${step} has ${pictures} images: expected at most ${most}, ${batchSize / ranks}`);
}
