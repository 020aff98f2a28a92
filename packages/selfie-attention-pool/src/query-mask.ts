import * as tf from '@tensorflow/tfjs-core';

/**
 * What may attend to what where m queries stand before n visible tokens, `[m + n, m + n]`: 0 where row may attend to
 * column, -1e9 where not.
 *
 * Everyone sees the visible tokens, and a query itself besides: queries neither meet each other nor change the visible.
 */
export function queryMask(m: number, n: number): tf.Tensor2D {
  const tokens = m + n;
  const mask = new Float32Array(tokens * tokens);
  for (let row = 0; row < tokens; row++) {
    for (let query = 0; query < m; query++) {
      if (query !== row) mask[row * tokens + query] = -1e9;
    }
  }
  return tf.tensor2d(mask, [tokens, tokens]);
}
