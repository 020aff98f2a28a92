import { type Placement, UNCHANGED } from './augmentation.ts';
import { type ChannelStatistics, standardisationTable } from './channel-statistics.ts';
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
 * of any of them, each placed as told.
 *
 * @throws RangeError if the data set contradicts itself, an index is none of it, or an option is out of its range.
 */
export function batchAssembler({ data, indices, batchSize, normalise }: PictureOptions): {
  pictures: Int32Array;
  assemble(pictures: Int32Array, place?: (position: number) => Placement): ArrayBatch;
} {
  checkDataset(data);
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`batchSize must be a whole number above 0: got ${batchSize}; use e.g. 64`);
  }
  const [height, width, channels] = data.shape;
  const size = height * width * channels;
  const table = standardisationTable(
    normalise ?? { mean: Array(channels).fill(0), deviation: Array(channels).fill(1) },
    channels,
  );
  return {
    pictures: chosen(data.length, indices),
    assemble(pictures, place) {
      const images = new Float32Array(pictures.length * size);
      for (const [position, picture] of pictures.entries()) {
        const from = data.images.subarray(picture * size, (picture + 1) * size);
        const to = images.subarray(position * size, (position + 1) * size);
        writePicture(to, from, data.shape, place?.(position) ?? UNCHANGED, table);
      }
      const labels = data.labels && pictures.map((picture) => data.labels![picture]!);
      return { images, shape: [pictures.length, height, width, channels], labels };
    },
  };
}

function chosen(length: number, indices?: Int32Array): Int32Array {
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

/** Moves, mirrors and standardises one picture `[h, w, c]`; what lies outside of it is zero before it is standardised. */
function writePicture(
  out: Float32Array,
  picture: Uint8Array,
  [height, width, channels]: ImageDataset['shape'],
  { rows, columns, mirrored }: Placement,
  table: Float32Array,
): void {
  const top = Math.max(0, rows);
  const bottom = Math.min(height, height + rows);
  const left = Math.max(0, columns);
  const right = Math.min(width, width + columns);
  const first = mirrored ? width - 1 - (left - columns) : left - columns; // where the leftmost visible pixel goes
  const stride = mirrored ? -channels : channels;
  for (let channel = 0; channel < channels; channel++) {
    const entry = channel * 256;
    if (rows !== 0 || columns !== 0) {
      for (let i = channel; i < out.length; i += channels) out[i] = table[entry]!;
    }
    for (let y = top; y < bottom; y++) {
      let from = (y * width + left) * channels + channel;
      let to = ((y - rows) * width + first) * channels + channel;
      for (let x = left; x < right; x++) {
        out[to] = table[entry + picture[from]!]!;
        from += channels;
        to += stride;
      }
    }
  }
}
