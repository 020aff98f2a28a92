import type { Random } from 'selfie-random';
import type { Augmentation } from './augment/augmentation.ts';
import { augmenter } from './augment/augmenter.ts';
import { UNCHANGED } from './augment/placement.ts';
import { writePicture } from './augment/write-picture.ts';
import { type ChannelStatistics, standardisationTable } from './channel-statistics.ts';
import { checkBatchSize } from './check-batch-size.ts';
import { chosenPictures } from './chosen-pictures.ts';
import { checkDataset, type ImageDataset } from './dataset.ts';

/** Pictures as floats, and their labels where the data set has them. */
export interface ArrayBatch {
  /** Pictures `[b, h, w, c]`, row-major. */
  readonly images: Float32Array;
  readonly shape: readonly [batch: number, height: number, width: number, channels: number];
  /** Labels `[b]`. */
  readonly labels?: Int32Array;
}

/** What batches are made of. */
export interface PictureOptions {
  readonly data: ImageDataset;
  /**
   * Which pictures of the data set are used.
   *
   * @default all
   */
  readonly indices?: Int32Array;
  /** How many pictures a batch holds. */
  readonly batchSize: number;
  /**
   * What pixels are standardised by: (value / 255 − mean) / deviation, per channel.
   *
   * @default mean 0 and deviation 1, which leaves values in [0, 1]
   */
  readonly normalise?: ChannelStatistics;
}

/**
 * Checks the options of batches, and gives the indices of the pictures `[n]` and a function that puts a batch together
 * of any of them: augmented where it is told what to draw from, the picture at position i from stream `first + i`.
 *
 * @throws RangeError if the data set contradicts itself, an index is none of it, or an option is out of its range.
 */
export function batchAssembler(
  { data, indices, batchSize, normalise }: PictureOptions,
  augment?: Augmentation,
): {
  pictures: Int32Array;
  assemble(pictures: Int32Array, random?: Random): ArrayBatch;
} {
  checkDataset(data);
  checkBatchSize(batchSize);
  const { shape } = data;
  const [height, width, channels] = shape;
  const size = height * width * channels;
  const table = standardisationTable(normalise, channels);
  const { look, place } = augmenter({ shape, augment });
  return {
    pictures: chosenPictures(data.length, indices),
    assemble(pictures, random) {
      const images = new Float32Array(pictures.length * size);
      pictures.forEach((picture, i) => {
        const pixels = data.images.subarray(picture * size, (picture + 1) * size);
        if (random) {
          const example = { seed: random.seed, stream: random.first + i };
          writePicture(images, i * size, look({ pixels, shape }, example).pixels, shape, place(example), table);
        } else {
          writePicture(images, i * size, pixels, shape, UNCHANGED, table);
        }
      });
      const labels = data.labels && pictures.map((picture) => data.labels![picture]!);
      return { images, shape: [pictures.length, height, width, channels], labels };
    },
  };
}
