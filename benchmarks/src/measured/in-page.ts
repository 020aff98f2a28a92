import 'selfie-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { backend } from 'selfie-wasm';
import { type StepTimes, trainingSteps } from './training-steps.ts';

/** Steps of the small network, of as many as are measured in Node. */
export const smallSteps = () => steps(20, 40);

/** As few steps as show that it runs. */
export const fewSmallSteps = () => steps(1, 2);

async function steps(warmUp: number, count: number): Promise<StepTimes & { vectorBits: 128 | 256 }> {
  await tf.setBackend('selfie-wasm');
  const { vectorBits } = backend().describe();
  return {
    vectorBits,
    ...(await trainingSteps({ task: 'small-pretraining', batch: 64, warmUp, steps: count })),
  };
}
