import type { ArgMaxAttrs, KernelConfig } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { areFloats, type Inputs, itemsOf, kernelWhere } from '../kernel.ts';
import { withSidesLast } from './reduce.ts';

/** The places of the largest and the smallest values along a side. */
export const argKernels: KernelConfig[] = [['ArgMax', 'argMax'] as const, ['ArgMin', 'argMin'] as const].map(
  ([kernelName, name]) =>
    kernelWhere<Inputs<'x'>, ArgMaxAttrs>(
      kernelName,
      ({ x }) => areFloats(x),
      (backend, { x }, { axis }) => {
        const side = tf.util.parseAxisParam(axis, x.shape)[0]!;
        const y = backend.output(
          x.shape.filter((_, i) => i !== side),
          'int32',
        );
        const rows = tf.util.sizeFromShape(y.shape);
        const columns = x.shape[side]!;
        const items = itemsOf(rows, backend.threads.call('runsEach', columns));
        withSidesLast(backend, x, [side], (moved) =>
          backend.threads.run(name, items, backend.address(moved), backend.address(y), rows, columns),
        );
        return y;
      },
    ),
);
