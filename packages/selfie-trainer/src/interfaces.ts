import type * as tf from '@tensorflow/tfjs-core';
import type { Random } from 'selfie-random';

export type { Random };

/**
 * Variables by path, e.g. `stage1/block2/conv1/kernel`. The keys are the checkpoint's names.
 *
 * A part lists what it made; what was given several parts (`patchSelection`, a hybrid) lists theirs under a prefix
 * (`patchNetwork/…`, `pool/…`, `positions/…`), each once, what was given a single one (`classification`) under the paths that
 * they have; both dispose only their own. Running statistics are variables that are not trainable.
 */
export type Variables = Readonly<Record<string, tf.Variable>>;

/** What made variables, and disposes them. */
export interface Owner {
  readonly variables: Variables;
  dispose(): void;
}

/** How a part is applied; without options as in evaluation. */
export interface ApplyOptions {
  /** Whether batch norm takes the batch's statistics and dropout drops. @default false */
  readonly training?: boolean;
  /**
   * Every example of a run has a stream number: step × global batch size + its place. `first` is that of this batch's
   * (or rank's) first example.
   */
  readonly random?: Random;
  /**
   * Where new running statistics go; the loop commits them once loss and gradients are known to be finite. The receiver
   * owns `next`. Absent: dropped.
   */
  readonly statistics?: (variable: tf.Variable, next: tf.Tensor) => void;
}

/** Cuts images `[b, h, w, c]` into patches `[b, n, p, p, c]`, row-major, and splits positions into visible `[b, n − m]` and hidden `[b, m]`. */
export interface Patches {
  /** Patches an image, n. */
  readonly count: number;
  extract(images: tf.Tensor4D): tf.Tensor5D;
  split(batch: number, random: Random): { visible: tf.Tensor2D; hidden: tf.Tensor2D };
}

/** Patches `[b·n, p, p, c]` to features `[b·n, d]`, each patch alone. */
export interface PatchNetwork extends Owner {
  /** Length of a feature vector, d. */
  readonly outputSize: number;
  apply(patches: tf.Tensor4D, options?: ApplyOptions): tf.Tensor2D;
}

/** Integer positions `[b, n]` to vectors `[b, n, d]`; one table, given to the pool and to the query; disposed by who made it. */
export interface PositionEmbedding extends Owner {
  apply(positions: tf.Tensor2D): tf.Tensor3D;
}

/** Features `[b, n, d]` of patches at `positions` `[b, n]` (int32) to one vector per image `[b, d]`. */
export interface PoolingHead extends Owner {
  apply(features: tf.Tensor3D, positions: tf.Tensor2D, options?: ApplyOptions): tf.Tensor2D;
}

/** The same, answering one vector per wanted position: `[b, m, d]` (the `query` head). */
export interface QueryHead extends Owner {
  queries(features: tf.Tensor3D, positions: tf.Tensor2D, wanted: tf.Tensor2D, options?: ApplyOptions): tf.Tensor3D;
}

/** Queries and candidates `[b, m, d]`, where j belongs to j, to a scalar loss and, where it has them, logits `[b, m, m]`. */
export type Loss = (queries: tf.Tensor3D, candidates: tf.Tensor3D) => { loss: tf.Scalar; logits?: tf.Tensor3D };

/** Images `[b, h, w, c]` to logits `[b, classes]`. */
export interface Classifier extends Owner {
  apply(images: tf.Tensor4D, options?: ApplyOptions): tf.Tensor2D;
}

/** What the loop minimises: `patchSelection(parts)`, `classification(classifier)`, or a user's own. */
export interface Objective extends Owner {
  apply(batch: Batch, options?: ApplyOptions): { loss: tf.Scalar; metrics: Record<string, tf.Scalar> };
}

/** A name and options as plain data, to be kept and compared. */
export type Description = Readonly<Record<string, string | number | boolean>>;

/** Changes variables by their gradients; its state, the slots, is listed by name for checkpoints. */
export interface Optimizer {
  readonly slots: Variables;
  /** One step; `gradients` by the variables' paths. */
  update(gradients: Record<string, tf.Tensor>, learningRate: number): void;
  /** What it is, beside its state: a run only goes on with one that says the same. */
  describe?(): Description;
  dispose(): void;
}

/** Images `[b, h, w, c]` and, where there are any, their labels `[b]` (int32). */
export interface Batch {
  readonly images: tf.Tensor4D;
  readonly labels?: tf.Tensor1D;
}

/** Sums in place over all ranks; `broadcast` sends rank 0's values. All ranks make the same calls, in the same order. */
export interface Communicator {
  readonly rank: number;
  readonly size: number;
  allReduce(values: Float32Array): void | Promise<void>;
  broadcast(values: Float32Array): void | Promise<void>;
  barrier(): void | Promise<void>;
  /**
   * This rank has failed and makes no more calls: those of the others fail, too, instead of waiting for it.
   *
   * @default nothing, for ranks that are processes: the end of one ends them all
   */
  abort?(reason: unknown): void;
}
