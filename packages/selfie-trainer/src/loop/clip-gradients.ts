import * as tf from '@tensorflow/tfjs-core';

/**
 * Scales gradients of norm `norm`, all together, down to `clipNorm` if they are above it, in place.
 *
 * g ← g · min(1, clipNorm / (norm + 1e-6)), as `torch.nn.utils.clip_grad_norm_`.
 */
export function clipGradients(gradients: Record<string, tf.Tensor>, clipNorm: number, norm: number): void {
  const factor = clipNorm / (norm + 1e-6);
  if (factor >= 1) return;
  for (const [path, gradient] of Object.entries(gradients)) {
    gradients[path] = tf.mul(gradient, factor);
    gradient.dispose();
  }
}
