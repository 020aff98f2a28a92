import * as tf from '@tensorflow/tfjs-core';
import {
  type LayerNormAttrs,
  type LayerNormGradInputs,
  type LayerNormInputs,
  layerNormGradKernel,
  layerNormKernel,
} from 'selfie-ops';
import { floatKernel, itemsOf } from '../kernel.ts';

export const layerNorm = floatKernel<LayerNormInputs, LayerNormAttrs>(
  layerNormKernel,
  (backend, { x, scale, shift }, { epsilon }) => {
    const size = x.shape.at(-1)!;
    const rows = tf.util.sizeFromShape(x.shape) / size;
    const outputs = [backend.output(x.shape), backend.output([rows]), backend.output([rows])];
    const addresses = [x, scale, shift, ...outputs].map((tensor) => backend.address(tensor));
    backend.threads.run(
      'layerNorm',
      itemsOf(rows, backend.threads.constant('NORM_ROWS')),
      ...addresses,
      rows,
      size,
      epsilon,
    );
    return outputs;
  },
);

export const layerNormGrad = floatKernel<LayerNormGradInputs, object>(
  layerNormGradKernel,
  (backend, { dy, x, scale, mean, inverseDeviation }) => {
    const { threads } = backend;
    const size = x.shape.at(-1)!;
    const rows = tf.util.sizeFromShape(x.shape) / size;
    const blocks = itemsOf(rows, threads.constant('NORM_ROWS'));
    const [dx, dscale, dshift] = [backend.output(x.shape), backend.output([size]), backend.output([size])];
    backend.borrow(blocks * size * 8, (partials) => {
      const addresses = [dy, x, scale, mean, inverseDeviation, dx].map((tensor) => backend.address(tensor));
      threads.run('layerNormGrad', blocks, ...addresses, partials, rows, size);
      for (const [i, sums] of [dscale, dshift].entries()) {
        threads.run(
          'sumPartials',
          itemsOf(size, threads.constant('CHUNK')),
          partials + i * size * 4,
          backend.address(sums),
          size,
          blocks,
          size * 2,
        );
      }
    });
    return [dx, dscale, dshift];
  },
);
