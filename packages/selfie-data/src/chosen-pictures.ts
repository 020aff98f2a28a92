/**
 * The indices of the pictures that are used: all, unless some are given.
 *
 * @throws RangeError if there is none, or an index is none of the data set.
 */
export function chosenPictures(length: number, indices?: Int32Array): Int32Array {
  if (!indices) return Int32Array.from({ length }, (_, i) => i);
  if (indices.length === 0) {
    throw new RangeError('indices must hold at least one index: got none; leave them out for all');
  }
  const wrong = indices.find((index) => index < 0 || index >= length);
  if (wrong !== undefined) {
    throw new RangeError(`indices must be from 0 to ${length - 1}: got ${wrong}; use indices of this data set`);
  }
  return indices;
}
