/** Pictures of one size in memory, of unsigned bytes. */
export interface ImageDataset {
  /** How many pictures there are. */
  readonly length: number;
  readonly shape: readonly [height: number, width: number, channels: number];
  /** All pictures `[length, h, w, c]`, row-major. */
  readonly images: Uint8Array;
  /** The class `[length]` of each picture, from 0 to classes − 1. */
  readonly labels?: Uint8Array | Int32Array;
  readonly classes?: number;
  /** The name of each class, where the data set comes with names. */
  readonly classNames?: readonly string[];
}

/** Pictures of which each has a label. */
export interface LabelledImageDataset extends ImageDataset {
  readonly labels: Uint8Array | Int32Array;
  readonly classes: number;
}

/**
 * Checks that a data set holds as many bytes and labels as its length and shape say.
 *
 * @throws RangeError if it holds more or fewer, or no picture at all.
 */
export function checkDataset({ length, shape, images, labels }: ImageDataset): void {
  const [height, width, channels] = shape;
  const bytes = length * height * width * channels;
  if (!(bytes > 0)) {
    throw new RangeError(
      `data must hold at least one picture: got ${length} of [${shape.join(', ')}]; give some pictures`,
    );
  }
  if (images.length !== bytes) {
    throw new RangeError(
      `data.images must hold ${bytes} bytes for ${length} pictures of [${shape.join(', ')}]: got ${images.length}; ` +
        'correct length or shape',
    );
  }
  if (labels && labels.length !== length) {
    throw new RangeError(
      `data.labels must hold one label for each of ${length} pictures: got ${labels.length}; give the labels of this set`,
    );
  }
}
