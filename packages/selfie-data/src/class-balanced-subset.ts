import { permutation } from 'selfie-random';

/**
 * Indices `[count]`, ascending, of a random subset that holds as many examples of each class, or one more of some
 * classes where the classes do not divide the count.
 *
 * @param options.labels The class of every example, from 0 to classes − 1.
 * @param options.seed Decides which examples are chosen, and which classes hold one more.
 * @throws RangeError if a label is no class, or if there are too few examples of a class.
 */
export function classBalancedSubset({
  labels,
  classes,
  count,
  seed,
}: {
  labels: ArrayLike<number>;
  classes: number;
  count: number;
  seed: number;
}): Int32Array {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`count must be a whole number above 0: got ${count}; use e.g. ${10 * classes}`);
  }
  const available = countByClass(labels, classes);
  const base = Math.floor(count / classes);
  const withOneMore = permutation(classes, { seed, stream: 0, site: 'data/subset/classes' })
    .filter((label) => available[label]! > base)
    .subarray(0, count % classes);
  const least = Math.min(...available);
  if (count > labels.length || least < base || withOneMore.length < count % classes) {
    const most = least * classes + available.filter((n) => n > least).length;
    throw new RangeError(
      `count must be at most ${most} for a class-balanced subset of ${labels.length} labels, of which class ` +
        `${available.indexOf(least)} has ${least}: got ${count}; ask for fewer`,
    );
  }
  const wanted = new Int32Array(classes).fill(base);
  for (const label of withOneMore) wanted[label]!++;
  return permutation(labels.length, { seed, stream: 0, site: 'data/subset/examples' })
    .filter((index) => wanted[labels[index]!]!-- > 0)
    .sort();
}

function countByClass(labels: ArrayLike<number>, classes: number): Int32Array {
  const counts = new Int32Array(classes);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!(label in counts)) {
      throw new RangeError(
        `labels must be from 0 to ${classes - 1}: got ${label} for example ${i}; correct labels or classes`,
      );
    }
    counts[label]!++;
  }
  return counts;
}
