import * as tf from '@tensorflow/tfjs-core';
import { type AdamWUpdateAttrs, type AdamWUpdateInputs, adamWUpdateKernel } from 'selfie-ops';
import { floatKernel } from '../kernel.ts';
import { runOverChunks } from './chunks.ts';

export const adamWUpdate = floatKernel<AdamWUpdateInputs, AdamWUpdateAttrs>(
  adamWUpdateKernel,
  (backend, inputs, { learningRate, beta1, beta2, epsilon, rates, weightDecays }) => {
    const updates = rates.map((rate, i) => {
      const [weights, gradient, first, second] = [
        inputs[5 * i]!,
        inputs[5 * i + 1]!,
        inputs[5 * i + 2]!,
        inputs[5 * i + 3]!,
      ];
      const steps = Number(backend.readSync(inputs[5 * i + 4]!.dataId)[0]) + 1;
      const outputs = [weights, weights, weights].map(({ shape }) => backend.output(shape));
      const eta = learningRate * rate;
      return {
        size: tf.util.sizeFromShape(weights.shape),
        addresses: [weights, gradient, first, second, ...outputs].map((tensor) => backend.address(tensor)),
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
