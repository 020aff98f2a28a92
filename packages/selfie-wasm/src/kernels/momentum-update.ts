import * as tf from '@tensorflow/tfjs-core';
import { type MomentumUpdateAttrs, type MomentumUpdateInputs, momentumUpdateKernel } from 'selfie-ops';
import { floatKernel } from '../kernel.ts';
import { runOverChunks } from './chunks.ts';

export const momentumUpdate = floatKernel<MomentumUpdateInputs, MomentumUpdateAttrs>(
  momentumUpdateKernel,
  (backend, inputs, { learningRate, momentum, nesterov, rates, weightDecays }) => {
    const updates = rates.map((rate, i) => {
      const [weights, gradient, velocity] = [inputs[3 * i]!, inputs[3 * i + 1]!, inputs[3 * i + 2]!];
      const outputs = [backend.output(weights.shape), backend.output(weights.shape)];
      return {
        size: tf.util.sizeFromShape(weights.shape),
        addresses: [weights, gradient, velocity, ...outputs].map((tensor) => backend.address(tensor)),
        numbers: [learningRate * rate, weightDecays[i]!],
        outputs,
      };
    });
    runOverChunks(backend, 'momentumUpdate', updates, momentum, nesterov ? 1 : 0);
    return updates.flatMap(({ outputs }) => outputs);
  },
);
