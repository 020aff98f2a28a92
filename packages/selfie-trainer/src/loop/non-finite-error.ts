import type { Random } from '../interfaces.ts';
import type { ArrayBatch } from './array-batch.ts';
import type { GradientNorm } from './largest-gradient.ts';
import type { Attempt } from './training-step.ts';

/** What is known when a step gives no number. */
export interface NonFiniteDetails extends Attempt {
  readonly loss: number;
  /** Euclidean norm of all gradients together. */
  readonly gradientNorm: number;
  /** The first gradient whose norm is not finite or, where all are, the one of the largest norm. */
  readonly badGradient: GradientNorm;
  /** Where loss and gradients are finite: the path of the first running statistic that would not be. */
  readonly badStatistic?: string;
  /** Loss of the last step that was taken; absent where there was none since the start. */
  readonly lastGoodLoss?: number;
  /** Steps right before it that were skipped for the same reason. */
  readonly skippedInARow: number;
  /** What became of the batch, to end the message with. */
  readonly kept?: string;
}

/**
 * Loss, gradients or running statistics of a step are NaN or infinite; variables, running statistics, slots and averages are
 * as before that step.
 */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';
  /** The step, counted from 0. */
  readonly step: number;
  readonly loss: number;
  /** Euclidean norm of all gradients together. */
  readonly gradientNorm: number;
  /** The first gradient whose norm is not finite or, where all are, the one of the largest norm. */
  readonly badGradient: GradientNorm;
  /** Where loss and gradients are finite: the path of the first running statistic that would not be. */
  readonly badStatistic?: string;
  /** Loss of the last step that was taken; absent where there was none since the start. */
  readonly lastGoodLoss?: number;
  readonly learningRate: number;
  /** The batch, or this rank's part of it. */
  readonly batch: ArrayBatch;
  /** Where its images draw from. */
  readonly random: Random;

  constructor(details: NonFiniteDetails) {
    super(message(details));
    this.step = details.step;
    this.loss = details.loss;
    this.gradientNorm = details.gradientNorm;
    this.badGradient = details.badGradient;
    this.badStatistic = details.badStatistic;
    this.lastGoodLoss = details.lastGoodLoss;
    this.learningRate = details.learningRate;
    this.batch = details.batch;
    this.random = details.random;
  }
}

function message(details: NonFiniteDetails): string {
  const { step, loss, gradientNorm, badGradient, badStatistic, lastGoodLoss, skippedInARow, learningRate, kept } =
    details;
  const norm = `the gradient norm is ${gradientNorm}`;
  const finite = badStatistic === undefined ? norm : `the running statistic ${badStatistic} is not finite`;
  const what = Number.isFinite(loss) ? finite : `the loss is ${loss}`;
  const before = lastGoodLoss === undefined ? 'no step was good before' : `the last good loss was ${lastGoodLoss}`;
  const skipped = skippedInARow > 0 ? `, the ${skippedInARow} steps before were skipped` : '';
  const gradient = `the gradient of ${badGradient.path} has norm ${badGradient.norm}`;
  const advice = `lower the learning rate, ${learningRate} there, or warm up longer`;
  return [`${what} at step ${step} (${before}${skipped})`, gradient, advice, ...(kept ? [kept] : [])].join('; ');
}
