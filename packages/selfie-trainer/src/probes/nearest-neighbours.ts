import * as tf from '@tensorflow/tfjs-core';
import { read } from '../loop/read.ts';
import { accuracyOf, checkFeatures, type Features } from './features.ts';
import { unitRows } from './unit-rows.ts';

/** Options of `nearestNeighbours`. */
export interface NearestNeighboursOptions {
  /** The labelled pictures among which neighbours are sought. */
  readonly train: Features;
  /** The pictures to classify. */
  readonly test: Features;
  /** How many neighbours vote. @default 20 */
  readonly k?: number;
  /** τ: a neighbour of cosine similarity s has exp(s / τ) votes. @default 0.07 */
  readonly temperature?: number;
}

/** What the neighbours say. */
export interface NeighbourVotes {
  /** Share of the test pictures whose class was elected, in [0, 1]. */
  readonly accuracy: number;
  /** The elected class of each test picture `[test.count]`; −1 where features are not finite. */
  readonly predictions: Int32Array;
}

/** Numbers in a block of similarities: 16 MB. */
const blockSize = 2 ** 22;

/**
 * Classifies by the k nearest neighbours in cosine similarity, found by comparing all pairs.
 *
 * Votes are weighted by exp(similarity / τ), as in Wu et al. 2018 (“Unsupervised feature learning via non-parametric
 * instance discrimination”, arXiv 1805.01978, section 3.4) and DINO (Caron et al. 2021, arXiv 2104.14294), whose k and τ are
 * the defaults. Of equal similarities the first picture's counts, of equal votes the lowest class. A
 * picture of train whose features are not finite is nobody's neighbour. Costs
 * 2 · test · train · d operations, and 16 MB, or one row of `train.count` similarities if that is more.
 *
 * @throws if train has fewer than k pictures, the sizes differ or labels lack.
 */
export async function nearestNeighbours({
  train,
  test,
  k = 20,
  temperature = 0.07,
}: NearestNeighboursOptions): Promise<NeighbourVotes> {
  checkFeatures(train, test);
  if (!Number.isInteger(k) || k < 1 || k > train.count) {
    throw new Error(`k is a whole number from 1 to the ${train.count} pictures of train: got ${k}`);
  }
  if (!(temperature > 0)) throw new Error(`temperature is above 0: got ${temperature}; use e.g. 0.07`);

  const predictions = new Int32Array(test.count);
  const votes = new Float64Array(train.labels.reduce((highest, label) => Math.max(highest, label)) + 1);
  const rows = Math.max(1, Math.floor(blockSize / train.count));
  const bank = tf.tensor2d(unitRows(train), [train.count, train.size]);
  try {
    const queries = unitRows(test);
    for (let first = 0; first < test.count; first += rows) {
      const count = Math.min(rows, test.count - first);
      const block = queries.subarray(first * test.size, (first + count) * test.size);
      const similarities = await read(() => tf.matMul(tf.tensor2d(block, [count, test.size]), bank, false, true));
      for (let row = 0; row < count; row++) {
        const nearest = largest(similarities.subarray(row * train.count, (row + 1) * train.count), k);
        votes.fill(0);
        for (const { index, value } of nearest) {
          votes[train.labels[index]!]! += Math.exp((value - nearest[0]!.value) / temperature);
        }
        predictions[first + row] = nearest.length > 0 ? votes.indexOf(Math.max(...votes)) : -1;
      }
    }
  } finally {
    bank.dispose();
  }
  return { accuracy: accuracyOf(predictions, test.labels), predictions };
}

/** The k largest values and where they stand, largest first; those that are no numbers are left out. */
function largest(values: Float32Array, k: number): { index: number; value: number }[] {
  const found: { index: number; value: number }[] = [];
  for (const [index, value] of values.entries()) {
    if (Number.isNaN(value) || (found.length === k && value <= found[k - 1]!.value)) continue;
    let place = found.length;
    while (place > 0 && found[place - 1]!.value < value) place--;
    found.splice(place, 0, { index, value });
    if (found.length > k) found.pop();
  }
  return found;
}
