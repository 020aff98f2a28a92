import type { CheckpointStore } from '../checkpoints/checkpoint-store.ts';
import type { Objective } from '../interfaces.ts';
import type { TensorData } from '../safetensors/tensor-data.ts';
import { prefixed } from '../variables/prefixed.ts';
import { readVariables } from '../variables/read-variables.ts';
import type { Attempt } from './training-step.ts';

/** Keeps all that a step is made of for `replay`, and says in half a sentence where, or why not. */
export async function keepForReplay(
  store: CheckpointStore,
  name: string,
  objective: Objective,
  { step, batch, random, learningRate, accumulate }: Attempt,
): Promise<string> {
  const { images, shape, labels } = batch;
  const metadata = { step, seed: random.seed, first: random.first, learningRate, accumulate };
  try {
    const tensors: Record<string, TensorData> = {
      images: { dtype: 'float32', shape, data: images },
      ...(labels && { labels: { dtype: 'int32', shape: [labels.length], data: labels } }),
      ...(await readVariables(prefixed({ variables: objective }))),
    };
    const words = Object.entries(metadata).map(([word, value]) => [word, String(value)]);
    const where = await store.putAside(name, tensors, Object.fromEntries(words));
    return `its batch and the weights are in ${where}: give what loadTensors reads there to replay`;
  } catch (error) {
    return `its batch could not be kept: ${error instanceof Error ? error.message : error}`;
  }
}
