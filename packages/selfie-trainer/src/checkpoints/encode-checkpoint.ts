import { checkedChunks } from '../safetensors/checksum.ts';
import type { Checkpoint } from './checkpoint-store.ts';

/**
 * The bytes of a checkpoint's file, in pieces: a safetensors file with step, score and checksum beside the metadata.
 *
 * @throws if the step counts nothing, the score is no number, or the metadata use one of these names.
 */
export function encodeCheckpoint({ step, tensors, metadata, score }: Checkpoint): Uint8Array[] {
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new Error(`the step of a checkpoint is a whole number from 0: got ${step}; count the steps done`);
  }
  if (score !== undefined && !Number.isFinite(score)) {
    throw new Error(`the score of step ${step} is ${score}: expected a finite number; leave it out if there is none`);
  }
  const own = { step: String(step), ...(score !== undefined && { score: String(score) }) };
  for (const name of ['step', 'score']) {
    if (Object.hasOwn(metadata, name)) {
      throw new Error(`the metadata of a checkpoint have no ${name} of their own: got ${metadata[name]}; rename it`);
    }
  }
  return checkedChunks(tensors, { ...metadata, ...own });
}
