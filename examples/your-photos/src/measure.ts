import type { ArrayBatch, ChannelStatistics } from 'selfie-data';
import { type EvaluationLoader, evaluationLoader, type LoadingOptions } from 'selfie-data/node';
import { type CollapseSignals, collapseSignals, evaluate, type Features, pooledFeatures } from 'selfie-trainer';
import type { Task } from './networks.ts';
import type { Photos } from './photos.ts';

/** How pictures come to be measured on. */
export interface Viewing {
  readonly size: number;
  readonly normalise: ChannelStatistics;
  readonly loading: LoadingOptions;
  readonly signal: AbortSignal;
}

/** The middle of pictures, in their order, with their indices as labels; broken ones are left out. */
export async function* middles(
  { pictures }: Photos,
  indices: Int32Array,
  { size, normalise, loading, signal }: Viewing,
): AsyncGenerator<ArrayBatch> {
  const loader: EvaluationLoader = evaluationLoader({
    ...{ pictures, indices, shape: [size, size, 3], batchSize: Math.min(100, indices.length), normalise, loading },
  });
  for await (const batch of loader) {
    yield batch;
    signal.throwIfAborted();
  }
}

/** What a pretrained network can do. */
export interface Measured {
  /** The fraction of hidden patches of the pictures held out that are chosen rightly, each picture with one fixed split. */
  readonly accuracy: number;
  /** The same by guessing. */
  readonly chance: number;
  /** Of the features of the pictures held out. */
  readonly collapse: CollapseSignals;
  /** Of the gallery's pictures; labels are their indices. */
  readonly features: Features;
}

/** Measures on the pictures held out, and looks at the whole gallery. */
export async function measure(task: Task, photos: Photos, seed: number, viewing: Viewing): Promise<Measured> {
  const batches = middles(photos, photos.heldOut, viewing);
  const { metrics, pictures } = await evaluate({ objective: task, batches, seed });
  const features = await pooledFeatures({ ...task, batches: middles(photos, photos.gallery, viewing) });
  return {
    accuracy: metrics.accuracy!,
    chance: 1 / task.patches.hidden,
    collapse: collapseSignals({ ...features, ...firstOf(features, pictures) }),
    features,
  };
}

/** The first vectors: those held out come first in the gallery. */
const firstOf = ({ features, size }: Features, count: number) => ({
  features: features.subarray(0, count * size),
  count,
});
