import * as tf from '@tensorflow/tfjs-core';
import { attention, dropout, gelu } from 'selfie-ops';
import type { Random } from 'selfie-random';
import { linear } from './linear.ts';
import { norm } from './norm.ts';

/** What a block is made of. */
export interface TransformerBlockOptions {
  /** Before the variables' names, and the sites of dropout: `block1`, … */
  readonly path: string;
  /** Features of a token: d. */
  readonly size: number;
  readonly heads: number;
  /** Hidden features of the feed-forward network. */
  readonly feedForward: number;
  /** Whether layer norm follows the residual sum (`'post'`) or comes before the sub-layer (`'pre'`). */
  readonly order: 'post' | 'pre';
  readonly seed: number;
}

/** The rate of dropout, and where it draws from. */
export interface Drop {
  readonly rate: number;
  readonly random: Random;
}

/** How a block is applied. */
export interface TransformerBlockApplyOptions {
  /** How many tokens, from the first, to compute: all are attended to, but the last block needs few of them. */
  readonly outputs: number;
  /** Added to the scores, `[t, t]`: 0, or -1e9 where row may not attend to column. @default nothing */
  readonly mask?: tf.Tensor2D;
  /** @default none is dropped */
  readonly drop?: Drop;
}

/** Makes a transformer block (Vaswani et al. 2017): self-attention, then a feed-forward network with exact GELU. */
export function transformerBlock({ path, size, heads, feedForward, order, seed }: TransformerBlockOptions) {
  const input = linear(`${path}/attention/input`, [size, 3 * size], seed);
  const output = linear(`${path}/attention/output`, [size, size], seed);
  const norm1 = norm(`${path}/norm1`, size);
  const hidden = linear(`${path}/hidden`, [size, feedForward], seed);
  const last = linear(`${path}/output`, [feedForward, size], seed);
  const norm2 = norm(`${path}/norm2`, size);
  const parts = [input, output, norm1, hidden, last, norm2];

  return {
    variables: Object.assign({}, ...parts.map((part) => part.variables)) as Record<string, tf.Variable>,

    /** Tokens `[b, t, d]` to the first of them, `[b, outputs, d]`. */
    apply(x: tf.Tensor3D, { outputs, mask, drop }: TransformerBlockApplyOptions): tf.Tensor3D {
      const [b, t] = x.shape;
      const first = (tokens: tf.Tensor3D) => (outputs === t ? tokens : tf.slice(tokens, [0, 0, 0], [b, outputs, size]));
      const dropped = <T extends tf.Tensor>(values: T, site: string): T =>
        drop ? dropout(values, { ...drop, site: `${path}/${site}` }) : values;

      const attend = (tokens: tf.Tensor3D) => {
        const [query, key, value] = tf.split(input.apply(tokens), 3, 2) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
        const attended = attention(first(query), key, value, {
          heads,
          mask: mask && tf.slice(mask, [0, 0], [outputs, t]),
          keep: drop && dropped(tf.ones([b, heads, outputs, t]), 'attention/weights'),
        });
        return dropped(output.apply(attended), 'attention/dropout'); // [b, outputs, d]
      };
      const transform = (tokens: tf.Tensor3D) => dropped(last.apply(gelu(hidden.apply(tokens))), 'dropout');

      if (order === 'pre') {
        const y: tf.Tensor3D = tf.add(first(x), attend(norm1.apply(x)));
        return tf.add(y, transform(norm2.apply(y)));
      }
      const y = norm1.apply(tf.add(first(x), attend(x)));
      return norm2.apply(tf.add(y, transform(y)));
    },
  };
}
