import type { GradientNorm } from './largest-gradient.ts';

/** What a step gave, over all ranks, measured before its update. */
export interface StepReport {
  /** The step, counted from 0. */
  readonly step: number;
  readonly loss: number;
  /** The objective's metrics, e.g. `accuracy` in [0, 1]. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Euclidean norm of all gradients together, before clipping. */
  readonly gradientNorm: number;
  readonly learningRate: number;
  /** Images of this step over its time, from asking for the batch to the end of the update. */
  readonly picturesPerSecond: number;
  /** Bytes of all tensors that are alive, in this process, after the step. */
  readonly memory: number;
  /** Whether loss, gradients or running statistics were not finite, and the step was left out. */
  readonly skipped: boolean;
  /** Of a skipped step: the first gradient whose norm is not finite or, where all are, the one of the largest norm. */
  readonly badGradient?: GradientNorm;
}
