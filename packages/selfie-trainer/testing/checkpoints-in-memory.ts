import type { Checkpoint, CheckpointStore, TensorFile } from '../src/index.ts';

/** A store that keeps copies of everything that it is given. */
export function checkpointsInMemory(): CheckpointStore & {
  readonly saved: Checkpoint[];
  readonly kept: Map<string, TensorFile>;
} {
  const saved: Checkpoint[] = [];
  const kept = new Map<string, TensorFile>();
  return {
    saved,
    kept,
    save: async (checkpoint) => void saved.push(structuredClone(checkpoint)),
    latest: async () => structuredClone(saved.at(-1)),
    putAside: async (name, tensors, metadata) => {
      kept.set(name, structuredClone({ tensors, metadata }));
      return `memory/${name}`;
    },
  };
}
