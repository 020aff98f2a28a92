import * as tf from '@tensorflow/tfjs-core';
import { uniformBetween } from 'selfie-random';
import type { Owner } from '../interfaces.ts';

/** A linear layer: `[b, inputs]` to `[b, outputs]`. */
export interface Linear extends Owner {
  apply(x: tf.Tensor2D): tf.Tensor2D;
}

/** What a linear layer is made of. */
export interface LinearOptions {
  readonly inputs: number;
  readonly outputs: number;
  /** Seeds the initial values, with the path. */
  readonly seed: number;
  /** Where its variables will stand, e.g. `classifier`. */
  readonly path: string;
}

/** Makes a linear layer with `kernel` `[inputs, outputs]` and `bias` `[outputs]`, both uniform in ±1/√inputs. */
export function linear({ inputs, outputs, seed, path }: LinearOptions): Linear {
  const bound = 1 / Math.sqrt(inputs);
  const draw = (name: string, shape: number[]) => {
    const values = new Float32Array(tf.util.sizeFromShape(shape));
    uniformBetween(values, -bound, bound, { seed, site: `${path}/${name}` });
    return tf.tidy(() => tf.variable(tf.tensor(values, shape)));
  };
  const kernel = draw('kernel', [inputs, outputs]);
  const bias = draw('bias', [outputs]);
  return {
    variables: { kernel, bias },
    apply: (x) => tf.tidy(() => tf.add(tf.matMul(x, kernel as tf.Tensor2D), bias) as tf.Tensor2D),
    dispose: () => tf.dispose([kernel, bias]),
  };
}
