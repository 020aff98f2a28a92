import { checkCount } from '../check-count.ts';
import type { CheckpointStore } from '../checkpoints/checkpoint-store.ts';
import type { Communicator, Objective, Optimizer } from '../interfaces.ts';
import type { MovingAverage } from '../optimizers/moving-average.ts';
import type { ArrayBatch } from './array-batch.ts';
import type { StepReport } from './step-report.ts';

/** What the loop needs. */
export interface TrainOptions {
  /** What to minimise. */
  readonly objective: Objective;
  /** Changes the objective's variables. */
  readonly optimizer: Optimizer;
  /** The rate of a step, counted from 0, e.g. `warmupCosine(…)`. */
  readonly learningRate: (step: number) => number;
  /**
   * The batch of a step, or this rank's part of it; the same step always gives the same batch. `from` is the `next` of the
   * batch before it, where that has one, also where a run goes on.
   */
  batches(step: number, from?: unknown): ArrayBatch | Promise<ArrayBatch>;
  /** How many steps; steps × batchSize is at most 2³². */
  readonly steps: number;
  /** Images of a step, over all ranks: example i of step s draws at random from stream s × batchSize + i. */
  readonly batchSize: number;
  /** Seeds masks and dropout: an unsigned 32-bit integer. */
  readonly seed: number;
  /** How gradients are gathered. @default as the batch gives them */
  readonly gradients?: GradientOptions;
  /**
   * What a loss or gradient that is NaN or infinite does: `stop` ends the run with a `NonFiniteError`, `skip` leaves the
   * step out, keeps its batch for `replay` if it is the first of a row, and goes on, up to ten times in a row. Running
   * statistics that are not finite count, too. Either way that step changes nothing.
   *
   * @default 'stop'
   */
  readonly nonFinite?: 'stop' | 'skip';
  /** Follows the variables after every step that was taken. @default none */
  readonly average?: MovingAverage;
  /** Where the run is kept, and from where it goes on. @default nowhere */
  readonly checkpoints?: CheckpointOptions;
  /** Called after every step, before its checkpoint, and awaited; what it throws ends the run. @default nothing */
  readonly onStep?: (report: StepReport) => void | Promise<void>;
  /** Ends the run after the current step; with ranks, after the step in which all have learnt of it. @default never */
  readonly signal?: AbortSignal;
}

/** How gradients are gathered before the update. */
export interface GradientOptions {
  /**
   * Cuts each batch into so many parts that go through the network in turn, so that less memory is needed. Gradients,
   * loss, metrics and running statistics are averaged over images. Equal to the whole batch but for rounding, unless
   * batch norm takes its statistics from the parts.
   *
   * @default 1
   */
  readonly accumulate?: number;
  /** Gradients whose norm, all together, is above it are scaled down to it. @default never */
  readonly clipNorm?: number;
  /**
   * Averages gradients, loss, metrics and running statistics over ranks, each of which trains on its own part of the
   * batch: rank r has images r × batchSize / size on. Rank 0's variables and slots are everybody's at the start.
   *
   * @default one rank
   */
  readonly communicator?: Communicator;
}

/** When and where a run is kept. The run goes on from the store's latest checkpoint, where it has one. */
export interface CheckpointOptions {
  readonly store: CheckpointStore;
  /** Steps from one checkpoint to the next; there is one at the end, too, and where the signal stops the run. */
  readonly every: number;
  /** What decides the result besides (sizes, rates, data), as JSON has it: kept, and compared when the run goes on. @default {} */
  readonly options?: object;
  /**
   * How good the run is, for stores that keep the best; asked every so many steps and at the end, not where the run is
   * stopped in between. A stop does not wait for it: the checkpoint is saved unjudged first, and once more with the score.
   *
   * @default not judged
   */
  readonly score?: (report: StepReport) => number | Promise<number>;
  /** Whether a checkpoint that cannot be saved ends the run, or only warns. @default 'stop' */
  readonly onFailure?: 'stop' | 'continue';
}

/** Random streams of a seed. */
const streams = 2 ** 32;

/** @throws a sentence about the first option that is out of its range. */
export function checkTrainOptions(options: TrainOptions): void {
  const { steps, batchSize, seed, gradients = {}, nonFinite = 'stop', checkpoints } = options;
  const { accumulate = 1, clipNorm, communicator: { size } = { size: 1 } } = gradients;
  checkCount('steps', steps);
  checkCount('batchSize', batchSize);
  if (steps * batchSize > streams) {
    const most = `at most 2 ** 32 images, each of which draws from a stream of its own`;
    throw new Error(`steps × batchSize is ${most}: got ${steps} × ${batchSize}; take fewer steps`);
  }
  if (!Number.isInteger(seed) || seed < 0 || seed >= streams) {
    throw new Error(`seed is an unsigned 32-bit integer: got ${seed}; use a whole number in [0, 2 ** 32 − 1]`);
  }
  checkCount('gradients.accumulate', accumulate);
  if (clipNorm !== undefined && !(clipNorm > 0)) throw new Error(`gradients.clipNorm is above 0: got ${clipNorm}`);
  if (batchSize % size !== 0) {
    throw new Error(`batchSize is divided among ${size} ranks: got ${batchSize}; use a multiple of ${size}`);
  }
  checkChoice('nonFinite', nonFinite, ['stop', 'skip']);
  if (checkpoints) {
    checkCount('checkpoints.every', checkpoints.every);
    checkChoice('checkpoints.onFailure', checkpoints.onFailure ?? 'stop', ['stop', 'continue']);
  }
}

function checkChoice(name: string, value: string, choices: string[]): void {
  if (!choices.includes(value)) {
    throw new Error(`${name} is one of '${choices.join("', '")}': got '${value}'`);
  }
}
