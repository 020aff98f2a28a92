import * as tf from '@tensorflow/tfjs-core';
import { expectShape } from './expect-shape.ts';
import {
  type AttentionAttrs,
  type AttentionGradInputs,
  type AttentionInputs,
  attentionGradKernel,
  attentionKernel,
} from './kernels.ts';
import { type Gradient, type Operation, run } from './operation.ts';

/** Options of `attention`. */
export interface AttentionOptions {
  /** Heads that attend side by side, each to its share of the features; a divisor of d. */
  readonly heads: number;
  /** Added to every head's scores, `[tq, tk]`: 0 where a query may attend, -1e9 where it may not. @default nothing */
  readonly mask?: tf.Tensor;
  /** Multiplies the weights after the softmax, `[b, heads, tq, tk]`: dropout. @default nothing */
  readonly keep?: tf.Tensor;
}

/**
 * Attends from queries `[b, tq, d]` to keys and values `[b, tk, d]`, and gives `[b, tq, d]` (Vaswani et al. 2017).
 *
 * Each head takes d / heads consecutive features: `(softmax(QKᵀ / √(d / heads) + mask) ∘ keep) V`. The projections
 * before and after are the caller's. Gradients flow to query, key and value; mask and keep have none.
 *
 * @throws if heads does not divide d, or a shape does not fit.
 */
export function attention(
  query: tf.Tensor,
  key: tf.Tensor,
  value: tf.Tensor,
  { heads, mask, keep }: AttentionOptions,
): tf.Tensor3D {
  if (query.rank !== 3) throw new Error(`attention: query must have shape [b, t, d]: got [${query.shape}]; reshape it`);
  const [b, queries, d] = query.shape as [number, number, number];
  const keys = key.shape[1]!;
  if (d % heads !== 0) {
    throw new Error(`attention: heads ${heads} does not divide the features: got d = ${d}; use a divisor of d`);
  }
  expectShape('attention: key', key, [b, keys, d], 'give it the batch and the features of the query');
  expectShape('attention: value', value, [b, keys, d], 'give it the shape of the key');
  if (mask) expectShape('attention: mask', mask, [queries, keys], 'give one number for each query and key');
  if (keep) expectShape('attention: keep', keep, [b, heads, queries, keys], 'give one number for each weight');
  const chosen = keep ? operationWithKeep : operation;
  return tf.tidy(() => run(chosen, { query, key, value, mask, keep }, { heads })[0] as tf.Tensor3D);
}

const gradFunc: Gradient<AttentionAttrs>['gradFunc'] = ([dy], [query, key, value, ...rest], attrs) => {
  const [weights, keep] = rest.reverse(); // saved outputs follow the saved inputs
  const inputs = { dy: dy!, query: query!, key: key!, value: value!, weights: weights!, keep };
  const [dquery, dkey, dvalue] = run(gradOperation, inputs, attrs);
  return { query: () => dquery!, key: () => dkey!, value: () => dvalue! };
};

const operation: Operation<AttentionInputs<tf.Tensor>, AttentionAttrs> = {
  kernelName: attentionKernel,

  composite({ query, key, value, mask, keep }, { heads }) {
    const headSize = query.shape[2]! / heads;
    const scaled = tf.mul(splitHeads(query, heads), 1 / Math.sqrt(headSize));
    const scores = tf.matMul(scaled, splitHeads(key, heads), false, true); // [b, heads, tq, tk]
    const weights = tf.softmax(mask ? tf.add(scores, mask) : scores);
    const kept = keep ? tf.mul(weights, keep) : weights;
    return [mergeHeads(tf.matMul(kept, splitHeads(value, heads))), weights];
  },

  gradient: { inputsToSave: ['query', 'key', 'value'], outputsToSave: [false, true], gradFunc, release: 'at once' },
};

/**
 * The same kernel under a second name. The engine saves a fixed list of inputs for a kernel's gradient, and `keep` is
 * among them only where it is given.
 */
const operationWithKeep: Operation<AttentionInputs<tf.Tensor>, AttentionAttrs> = {
  kernelName: `${attentionKernel}WithKeep`,
  composite: (inputs, attrs) => run(operation, inputs, attrs),
  gradient: {
    inputsToSave: ['query', 'key', 'value', 'keep'],
    outputsToSave: [false, true],
    gradFunc,
    release: 'at once',
  },
};

const gradOperation: Operation<AttentionGradInputs<tf.Tensor>, AttentionAttrs> = {
  kernelName: attentionGradKernel,

  composite({ dy, query, key, value, weights, keep }, { heads }) {
    const [q, k, v, dout] = [query, key, value, dy].map((tensor) => splitHeads(tensor, heads)) as [
      tf.Tensor4D,
      tf.Tensor4D,
      tf.Tensor4D,
      tf.Tensor4D,
    ];
    const kept = keep ? tf.mul(weights, keep) : weights;
    const dkept = tf.matMul(dout, v, false, true); // [b, heads, tq, tk]
    const dweights = keep ? tf.mul(dkept, keep) : dkept;
    const weighted = tf.mul(dweights, weights);
    const dscores = tf.sub(weighted, tf.mul(weights, tf.sum(weighted, -1, true)));
    const dscaled = tf.mul(dscores, 1 / Math.sqrt(q.shape[3]));
    return [
      mergeHeads(tf.matMul(dscaled, k)),
      mergeHeads(tf.matMul(dscaled, q, true, false)),
      mergeHeads(tf.matMul(kept, dout, true, false)),
    ];
  },
};

/** `[b, t, d]` to `[b, heads, t, d / heads]`. */
function splitHeads(x: tf.Tensor, heads: number): tf.Tensor4D {
  const [b, t, d] = x.shape as [number, number, number];
  return tf.transpose(tf.reshape(x, [b, t, heads, d / heads]), [0, 2, 1, 3]);
}

/** `[b, heads, t, d / heads]` to `[b, t, d]`. */
function mergeHeads(x: tf.Tensor): tf.Tensor3D {
  const [b, heads, t, size] = x.shape as [number, number, number, number];
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [b, t, heads * size]);
}
