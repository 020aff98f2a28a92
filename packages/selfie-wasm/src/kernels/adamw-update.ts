import * as tf from '@tensorflow/tfjs-core';
import { type AdamWUpdateAttrs, type AdamWUpdateInputs, adamWUpdateKernel } from 'selfie-ops';
import { floatKernel } from '../kernel.ts';
import { runOverChunks } from './chunks.ts';

export const adamWUpdate = floatKernel<AdamWUpdateInputs, AdamWUpdateAttrs>(
  adamWUpdateKernel,
  (backend, inputs, { learningRate, beta1, beta2, epsilon, rates, weightDecays }) => {
    const updates = rates.map((rate, i) => {
      const weights = inputs[`weights${i}`]!;
      const eta = learningRate * rate;
      const steps = Number(backend.readSync(inputs[`steps${i}`]!.dataId)[0]) + 1;
      const outputs = [1, 2, 3].map(() => backend.output(weights.shape));
      return {
        size: tf.util.sizeFromShape(weights.shape),
        tensors: [
          weights,
          inputs[`gradient${i}`]!,
          inputs[`firstMoment${i}`]!,
          inputs[`secondMoment${i}`]!,
          ...outputs,
        ],
        numbers: [1 - eta * weightDecays[i]!, eta / (1 - beta1 ** steps), 1 / Math.sqrt(1 - beta2 ** steps)],
        outputs,
        steps,
      };
    });
    runOverChunks(backend, 'adamWUpdate', updates, beta1, 1 - beta1, beta2, 1 - beta2, epsilon);
    return updates.flatMap(({ outputs, steps }) => [
      ...outputs,
      backend.makeTensorInfo([], 'float32', Float32Array.of(steps)),
    ]);
  },
);
