import type { TensorData } from '../safetensors/tensor-data.ts';

/** A run as it stands between two steps: all that the steps to come depend on. */
export interface Checkpoint {
  /** Steps done. */
  readonly step: number;
  /** By kind and path: `variables/<path>`, `optimizer/<slot>`, `average/<path>`. */
  readonly tensors: Readonly<Record<string, TensorData>>;
  /** Seed, batch size, options of the run, backend, …: words, or JSON. */
  readonly metadata: Readonly<Record<string, string>>;
  /** How good it is, a finite number, for stores that keep the best; absent: it is not judged. */
  readonly score?: number;
}

/** Where a run's checkpoints go, e.g. a `checkpointFolder`. */
export interface CheckpointStore {
  /** Keeps a checkpoint, whole or not at all; the ones before it stay as they were if this fails. */
  save(checkpoint: Checkpoint): Promise<void>;
  /** The newest whole checkpoint; undefined if there is none. */
  latest(): Promise<Checkpoint | undefined>;
  /** Puts tensors aside under a name, e.g. a batch for replay, which stay; gives where, for a message. */
  putAside(
    name: string,
    tensors: Readonly<Record<string, TensorData>>,
    metadata: Readonly<Record<string, string>>,
  ): Promise<string>;
}
