import type { Classifier } from '../interfaces.ts';
import type { ArrayBatch } from '../loop/array-batch.ts';
import { type Evaluation, evaluate } from '../loop/evaluate.ts';
import { NonFiniteError } from '../loop/non-finite-error.ts';
import { train } from '../loop/train.ts';
import { classification } from '../objectives/classification.ts';
import type { ParameterGroup } from '../optimizers/parameter-groups.ts';
import { sgd } from '../optimizers/sgd.ts';
import { warmupCosine } from '../schedules/warmup-cosine.ts';
import type { Batches } from './experiment-data.ts';
import type { RunRecord, Setting } from './run-record.ts';

/** One finetuning run. */
export interface FinetuneOptions {
  /** Changed in place; whatever of it is trainable. */
  readonly classifier: Classifier;
  readonly setting: Setting;
  /** Rates and decays by path. @default none */
  readonly groups?: readonly ParameterGroup[];
  /** The pictures to learn from, by step. */
  readonly batches: (step: number) => ArrayBatch | Promise<ArrayBatch>;
  readonly batchSize: number;
  /** The share of the steps in which the rate rises. */
  readonly warmup: number;
  /** Seeds dropout. */
  readonly seed: number;
  /** Called after every step with how many are done. */
  readonly onStep?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Trains a classifier by momentum, warm-up and cosine, and says whether it diverged, which ends the training: loss or
 * gradients were no numbers.
 *
 * @throws the signal's reason, after the current step.
 */
export async function finetune(options: FinetuneOptions): Promise<{ diverged: boolean }> {
  const { classifier, setting, groups, batches, batchSize, warmup, seed, onStep, signal } = options;
  const { learningRate: peak, weightDecay, steps } = setting;
  const objective = classification(classifier);
  const optimizer = sgd({ variables: objective.variables, weightDecay, groups });
  try {
    await train({
      objective,
      optimizer,
      learningRate: warmupCosine({ peak, warmup: Math.floor(warmup * steps), steps }),
      batches,
      steps,
      batchSize,
      seed,
      onStep: ({ step }) => onStep?.(step + 1),
      signal,
    });
    signal?.throwIfAborted();
    return { diverged: false };
  } catch (error) {
    if (error instanceof NonFiniteError) return { diverged: true };
    throw error;
  } finally {
    optimizer.dispose();
  }
}

/**
 * Accuracy and loss of a classifier, each picture once.
 *
 * @throws the signal's reason, after the current batch.
 */
export async function measure(
  classifier: Classifier,
  batches: Batches,
  signal?: AbortSignal,
): Promise<Pick<RunRecord, 'accuracy' | 'loss'>> {
  const { loss, metrics, pictures }: Evaluation = await evaluate({
    objective: classification(classifier),
    batches: stoppable(batches, signal),
  });
  const right = Math.round(metrics.accuracy! * pictures); // a whole number again, without float32's rounding
  return { accuracy: right / pictures, loss: Number.isFinite(loss) ? loss : null };
}

async function* stoppable(batches: Batches, signal?: AbortSignal): AsyncGenerator<ArrayBatch> {
  for await (const batch of batches) {
    signal?.throwIfAborted();
    yield batch;
  }
}
