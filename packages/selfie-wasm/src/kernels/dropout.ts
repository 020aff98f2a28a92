import * as tf from '@tensorflow/tfjs-core';
import { type DropoutAttrs, type DropoutInputs, dropoutKernel } from 'selfie-ops';
import { siteKey } from 'selfie-random';
import { floatKernel, itemsOf } from '../kernel.ts';

export const dropout = floatKernel<DropoutInputs, DropoutAttrs>(
  dropoutKernel,
  (backend, { x }, { rate, seed, first, site }) => {
    const y = backend.output(x.shape);
    const [examples = 0, ...rest] = x.shape;
    const size = tf.util.sizeFromShape(rest);
    const items = itemsOf(size, backend.threads.constant('DROPOUT_VALUES'));
    const threshold = Math.ceil(rate * 2 ** 24); // draws are multiples of 2⁻²⁴
    backend.threads.run(
      'dropout',
      examples * items,
      backend.address(x),
      backend.address(y),
      size,
      seed,
      siteKey(site),
      first,
      threshold,
      1 / (1 - rate),
      items,
    );
    return y;
  },
);
