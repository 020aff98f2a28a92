import * as tf from '@tensorflow/tfjs-layers';
import { fromLayersModel, type PatchNetwork } from 'selfie-trainer';

/** A patch network made of Keras-style layers: patches `[b·n, side, side, channels]` to features `[b·n, size]`. */
export function kerasPatchNetwork(side: number, channels: number, size: number): PatchNetwork {
  const kernelInitializer = tf.initializers.heNormal({ seed: 1 });
  const conv = {
    kernelSize: 3,
    strides: 2,
    padding: 'same',
    activation: 'relu',
    kernelInitializer,
  } as const;
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ ...conv, inputShape: [side, side, channels], filters: size / 2 }),
      tf.layers.conv2d({ ...conv, filters: size }),
      tf.layers.flatten(),
      tf.layers.dense({ units: size, kernelInitializer }),
    ],
  });
  return { ...fromLayersModel(model), dispose: () => void model.dispose() };
}
