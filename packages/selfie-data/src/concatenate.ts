import { checkDataset, type ImageDataset } from './dataset.ts';

/**
 * One data set `[sum of the lengths, h, w, c]` of several, such as the batches of CIFAR-10, in their order.
 *
 * @throws RangeError if there is none, or their shapes or classes differ.
 */
export function concatenate<T extends ImageDataset>(datasets: readonly T[]): T {
  const [first] = datasets;
  if (!first) throw new RangeError('concatenate needs at least one data set: got none; give some');
  datasets.forEach((data, i) => {
    checkDataset(data);
    const describe = ({ shape, classes, labels }: ImageDataset) =>
      `[${shape.join(', ')}] with ${labels ? `labels of ${classes} classes` : 'no labels'}`;
    if (describe(data) !== describe(first)) {
      throw new RangeError(
        `all data sets must be like the first: got ${describe(data)} at index ${i}, where the first is ` +
          `${describe(first)}; give those that belong together`,
      );
    }
  });
  const length = datasets.reduce((sum, data) => sum + data.length, 0);
  const images = new Uint8Array(datasets.reduce((sum, data) => sum + data.images.length, 0));
  const labels = first.labels && new Int32Array(length);
  let at = 0;
  for (const data of datasets) {
    images.set(data.images, at * (data.images.length / data.length));
    if (data.labels) labels?.set(data.labels, at);
    at += data.length;
  }
  return { ...first, length, images, ...(labels && { labels }) };
}
