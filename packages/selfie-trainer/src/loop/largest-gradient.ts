import type * as tf from '@tensorflow/tfjs-core';
import { globalNorm } from './global-norm.ts';
import { readScalars } from './read-scalars.ts';

/** A gradient by its variable's path, and its Euclidean norm. */
export interface GradientNorm {
  readonly path: string;
  readonly norm: number;
}

/** The first gradient whose norm is not finite or, where all are, the one of the largest norm. */
export async function largestGradient(gradients: Readonly<Record<string, tf.Tensor>>): Promise<GradientNorm> {
  const paths = Object.keys(gradients);
  const norms = await readScalars(() => Object.values(gradients).map((gradient) => globalNorm({ gradient })));
  const infinite = norms.findIndex((norm) => !Number.isFinite(norm));
  const largest = infinite < 0 ? norms.indexOf(Math.max(...norms)) : infinite;
  return { path: paths[largest]!, norm: norms[largest]! };
}
