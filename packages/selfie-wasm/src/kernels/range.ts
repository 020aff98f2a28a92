import type { RangeAttrs } from '@tensorflow/tfjs-core';
import { itemsOf, kernelWhere } from '../kernel.ts';

export const range = kernelWhere<object, RangeAttrs>(
  'Range',
  (_, { start, stop, step }) => count(start, stop, step) > 0,
  (backend, _, { start, stop, step, dtype }) => {
    const size = count(start, stop, step);
    const y = backend.output([size], dtype);
    const direction = step === 1 && stop < start ? -1 : step; // as TensorFlow.js counts down without being told
    const items = itemsOf(size, backend.threads.constant('COPY_ROWS'));
    backend.threads.run('range', items, backend.address(y), size, start, direction, dtype === 'int32' ? 1 : 0);
    return y;
  },
);

/** How many numbers; 0 where the step leads away from the end. */
function count(start: number, stop: number, step: number): number {
  if (start === stop || (start < stop && step < 0) || (stop < start && step > 1)) return 0;
  return Math.abs(Math.ceil((stop - start) / step));
}
