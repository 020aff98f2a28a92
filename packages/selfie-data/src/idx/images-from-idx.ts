import type { ImageDataset, LabelledImageDataset } from '../dataset.ts';
import type { IdxArray } from './parse-idx.ts';

/** Where pictures and their labels come from: parsed files, or paths. */
export interface LabelledSources<T> {
  readonly images: T;
  readonly labels: T;
  /**
   * How many classes there are.
   *
   * @default 10, as in MNIST and Fashion-MNIST
   */
  readonly classes?: number;
}

/** Where pictures without labels come from. */
export interface UnlabelledSources<T> {
  readonly images: T;
  readonly labels?: undefined;
}

/**
 * Makes a data set `[length, h, w, 1]` of the contents of an IDX file of pictures and, if given, one of their labels.
 *
 * @throws Error if the files are not of pictures and labels, their counts differ, or a label is no class.
 */
export function imagesFromIdx(sources: LabelledSources<IdxArray>): LabelledImageDataset;
export function imagesFromIdx(sources: UnlabelledSources<IdxArray>): ImageDataset;
export function imagesFromIdx(sources: LabelledSources<IdxArray> | UnlabelledSources<IdxArray>): ImageDataset {
  const { images, labels } = sources;
  const [length, height, width] = dimensions(images, ['pictures', 'height', 'width']) as [number, number, number];
  const pictures: ImageDataset = { length, shape: [height, width, 1], images: images.values };
  if (!labels) return pictures;
  const { classes = 10 } = sources;

  const [count] = dimensions(labels, ['labels']);
  if (count !== length) {
    throw new Error(
      `${labels.name}: expected ${length} labels, one for each picture of ${images.name}, found ${count}; ` +
        'give the labels of the same pictures',
    );
  }
  const wrong = labels.values.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    throw new Error(
      `${labels.name}: expected labels from 0 to ${classes - 1}, found ${labels.values[wrong]} for picture ${wrong}; ` +
        'correct the file or the number of classes',
    );
  }
  return { ...pictures, labels: labels.values, classes };
}

function dimensions({ name, shape }: IdxArray, expected: readonly string[]): readonly number[] {
  if (shape.length !== expected.length) {
    throw new Error(
      `${name}: expected dimensions [${expected.join(', ')}], found [${shape.join(', ')}]; ` +
        'check which file is of pictures and which of labels',
    );
  }
  return shape;
}
