import * as tf from '@tensorflow/tfjs-core';
import type { Communicator } from '../interfaces.ts';
import type { ArrayBatch } from './array-batch.ts';
import { keepForReplay } from './keep-for-replay.ts';
import { nextTask } from './next-task.ts';
import { NonFiniteError } from './non-finite-error.ts';
import { resume } from './resume.ts';
import { runSettings } from './run-settings.ts';
import { runState } from './run-state.ts';
import { saveCheckpoint } from './save-checkpoint.ts';
import { shareState } from './share-state.ts';
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
 * @throws NonFiniteError if the loss or a gradient is NaN or infinite (a gradient norm above 1.8e19 is); that step changed
 * nothing.
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
  const { objective, learningRate, batches, steps, batchSize, seed, nonFinite = 'stop' } = options;
  const { gradients = {}, checkpoints, onStep, signal } = options;
  const { accumulate = 1, clipNorm, communicator = alone } = gradients;
  const { rank, size } = communicator;

  const state = runState(options);
  const settings = runSettings(options);
  const saved = checkpoints && rank === 0 ? await resume(checkpoints.store, state, settings) : 0;
  const resumedFrom = await shareState(communicator, state, saved);

  const asked = () => signal?.aborted ?? false;
  let stopped = size === 1 && asked();
  let step = resumedFrom;
  let lastGoodLoss: number | undefined;
  let skippedInARow = 0;
  while (step < steps && !stopped) {
    const started = performance.now();
    const batch = await batches(step);
    checkBatch(batch, step, batchSize, size);
    const random = { seed, first: step * batchSize + rank * (batchSize / size) };
    const rate = learningRate(step);
    if (!Number.isFinite(rate)) throw new Error(`the learning rate of step ${step} is a finite number: got ${rate}`);
    const attempt = { step, batch, random, learningRate: rate, accumulate };
    const measured = await trainingStep(options, attempt, { clipNorm, communicator, stop: asked() });
    const { loss, metrics, gradientNorm, badGradient } = measured;
    const picturesPerSecond = measured.pictures / ((performance.now() - started) / 1000);

    const skipped = badGradient !== undefined;
    if (skipped && (nonFinite === 'stop' || skippedInARow === mostSkipped)) {
      const name = `non-finite-step-${step}${size > 1 ? `-rank-${rank}` : ''}`;
      const kept = checkpoints && (await keepForReplay(checkpoints.store, name, objective, attempt));
      throw new NonFiniteError({ ...attempt, loss, gradientNorm, badGradient, lastGoodLoss, skippedInARow, kept });
    }
    skippedInARow = skipped ? skippedInARow + 1 : 0;
    if (!skipped) lastGoodLoss = loss;

    const memory = tf.memory().numBytes;
    const report = { step, loss, metrics, gradientNorm, learningRate: rate, picturesPerSecond, memory, skipped };
    await onStep?.(report);
    await nextTask();

    step++;
    stopped = size === 1 ? asked() : measured.stop;
    if (checkpoints && (step % checkpoints.every === 0 || step === steps || stopped)) {
      if (rank === 0) await saveCheckpoint(checkpoints, { state, settings, report });
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
