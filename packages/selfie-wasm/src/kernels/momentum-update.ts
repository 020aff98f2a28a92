import * as tf from '@tensorflow/tfjs-core';
import { type MomentumUpdateAttrs, type MomentumUpdateInputs, momentumUpdateKernel } from 'selfie-ops';
import { floatKernel, itemsOf } from '../kernel.ts';

export const momentumUpdate = floatKernel<MomentumUpdateInputs, MomentumUpdateAttrs>(
  momentumUpdateKernel,
  (backend, { weights, gradient, velocity }, { learningRate, momentum, weightDecay, nesterov }) => {
    const outputs = [backend.output(weights.shape), backend.output(weights.shape)];
    const size = tf.util.sizeFromShape(weights.shape);
    const addresses = [weights, gradient, velocity, ...outputs].map((tensor) => backend.address(tensor));
    const items = itemsOf(size, backend.threads.constant('CHUNK'));
    backend.threads.run(
      'momentumUpdate',
      items,
      ...addresses,
      size,
      learningRate,
      momentum,
      weightDecay,
      nesterov ? 1 : 0,
    );
    return outputs;
  },
);
