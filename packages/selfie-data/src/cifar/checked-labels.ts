/**
 * Labels from 0 of labels as a file has them.
 *
 * @param values As they stand in the file.
 * @param options.name Stands for the file in errors.
 * @param options.count How many pictures there are.
 * @param options.first The number of the first class in the file.
 * @throws Error if they are not as many as the pictures, or one is no class.
 */
export function checkedLabels(
  values: ArrayLike<unknown>,
  { name, count, classes, first = 0 }: { name: string; count: number; classes: number; first?: 0 | 1 },
): Int32Array {
  if (values.length !== count) {
    throw new Error(
      `${name}: expected ${count} labels, one for each picture, found ${values.length}; get the file again`,
    );
  }
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const value = values[i];
    const written = typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN;
    const label = written - first;
    if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
      throw new Error(
        `${name}: expected labels from ${first} to ${first + classes - 1}, found ${Number.isNaN(written) ? 'no number' : written} ` +
          `for picture ${i}; give the labels of this data set`,
      );
    }
    labels[i] = label;
  }
  return labels;
}
