import type { Tensor } from '@tensorflow/tfjs-core';

/** Throws a sentence unless the tensor has this shape. */
export function expectShape(what: string, tensor: Tensor, shape: readonly number[], fix: string): void {
  const same = tensor.rank === shape.length && shape.every((size, axis) => tensor.shape[axis] === size);
  if (!same) throw new Error(`${what} must have shape [${shape}]: got [${tensor.shape}]; ${fix}`);
}
