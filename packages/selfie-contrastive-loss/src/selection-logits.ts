import * as tf from '@tensorflow/tfjs-core';

/**
 * How a query's product with a candidate becomes a logit: `'none'` is the plain product (Trinh, Luong, Le 2019,
 * “Pretraining details”), `'sqrt'` divides it by √d, `{ cosine: temperature }` takes the cosine of the two and divides
 * it by the temperature.
 */
export type Scale = 'none' | 'sqrt' | { readonly cosine: number };

/**
 * How well each candidate fits each hidden position of its image: queries and candidates `[b, m, d]` to `[b, m, m]`.
 *
 * `logits[i, j] = query i · candidate j`, scaled.
 *
 * @throws if the shapes differ, or the temperature is not above 0.
 */
export function selectionLogits(queries: tf.Tensor3D, candidates: tf.Tensor3D, scale: Scale): tf.Tensor3D {
  checkScale(scale);
  if (queries.rank !== 3 || !tf.util.arraysEqual(queries.shape, candidates.shape)) {
    throw new Error(
      `queries and candidates must both have shape [b, m, d]: got [${queries.shape}] and [${candidates.shape}]; ` +
        'give one candidate for each query, with as many features',
    );
  }
  return tf.tidy(() => {
    if (typeof scale === 'object') {
      return tf.div(products(unit(queries), unit(candidates)), scale.cosine);
    }
    const logits = products(queries, candidates);
    return scale === 'sqrt' ? tf.div(logits, Math.sqrt(queries.shape[2])) : logits;
  });
}

/** Throws a sentence unless this is a scale. */
export function checkScale(scale: Scale): void {
  const cosine = typeof scale === 'object' ? scale.cosine : 1;
  if (!(cosine > 0 && cosine < Number.POSITIVE_INFINITY)) {
    throw new Error(`scale: the temperature of { cosine } must be above 0 and finite: got ${cosine}; use e.g. 0.1`);
  }
}

function products(queries: tf.Tensor3D, candidates: tf.Tensor3D): tf.Tensor3D {
  return tf.matMul(queries, candidates, false, true); // [b, m, m]
}

/** Vectors of length 1; the small number keeps a vector of zeros, and its gradient, finite. */
function unit(vectors: tf.Tensor3D): tf.Tensor3D {
  return tf.mul(vectors, tf.rsqrt(tf.add(tf.sum(tf.square(vectors), -1, true), 1e-12)));
}
