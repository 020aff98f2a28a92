import 'selfie-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { backend } from 'selfie-wasm';
import { smallStep } from './small-step.ts';
import { type StepOptions, type StepTimes, trainingSteps } from './training-steps.ts';

/** Steps of the small network, of as many as are measured in Node. */
export const smallSteps = () => steps(smallStep);

/** As few steps as show that it runs. */
export const fewSmallSteps = () => steps({ ...smallStep, warmUp: 1, steps: 2 });

async function steps(options: StepOptions): Promise<StepTimes & { vectorBits: 128 | 256 }> {
  await tf.setBackend('selfie-wasm');
  const { vectorBits } = backend().describe();
  return {
    vectorBits,
    ...(await trainingSteps(options)),
  };
}
