import { loadTensors } from '../safetensors/load-tensors.ts';
import type { Checkpoint } from './checkpoint-store.ts';

/**
 * Reads a checkpoint's file, e.g. the best one of a `checkpointFolder`, and verifies its checksum.
 *
 * @throws a sentence with the path if the file is missing, damaged in any bit, or no checkpoint.
 */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  const { tensors, metadata } = await loadTensors(path, { checksum: 'required' });
  const { step = '', score, ...words } = metadata;
  if (!/^\d+$/.test(step)) {
    throw new Error(`${path} is no checkpoint: its metadata should have a step; choose a file that a run has saved`);
  }
  return {
    step: Number(step),
    tensors,
    metadata: Object.setPrototypeOf(words, null),
    ...(score !== undefined && { score: Number(score) }),
  };
}
