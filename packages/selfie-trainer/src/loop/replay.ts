import type { Objective } from '../interfaces.ts';
import type { TensorFile } from '../safetensors/tensor-data.ts';
import { assignVariables } from '../variables/assign-variables.ts';
import { accumulatedPass } from './accumulated-pass.ts';
import type { Pass } from './forward-backward.ts';

/**
 * Takes loss and gradients of a step that was not finite once more, with its weights, batch and random draws.
 *
 * `kept` is what the run left beside its checkpoints, e.g. `loadTensors('run/non-finite-step-57.safetensors')`; the
 * objective is made as for that run, and its variables become those of that step. Dispose the result by `disposePass`.
 *
 * @throws if `kept` is no such step, or one of another objective.
 */
export function replay(objective: Objective, { tensors, metadata }: TensorFile): Pass {
  const { images, labels } = tensors;
  const [seed, first, accumulate] = [metadata.seed, metadata.first, metadata.accumulate].map(Number);
  if (images?.dtype !== 'float32' || images.shape.length !== 4 || !accumulate) {
    throw new Error('no step to replay: expected images, variables and a random place, as a run keeps them');
  }
  assignVariables(objective.variables, tensors, { prefix: 'variables/' });
  const [b, h, w, c] = images.shape as [number, number, number, number];
  const batch = {
    images: images.data,
    shape: [b, h, w, c] as const,
    ...(labels?.dtype === 'int32' && { labels: labels.data }),
  };
  return accumulatedPass(objective, batch, { seed: seed!, first: first! }, accumulate);
}
