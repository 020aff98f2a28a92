import type { LabelledImageDataset } from '../dataset.ts';
import { checkedLabels } from './checked-labels.ts';
import { interleavePlanes } from './interleave-planes.ts';
import { pickledBatch } from './pickled-batch.ts';

/** Which of CIFAR-100's two labels a picture gets: one of 100 classes, or one of the 20 they are grouped in. */
export type CifarLabels = 'fine' | 'coarse';

/** Classes of CIFAR-100 by the kind of label. */
export const CIFAR_100_CLASSES: Readonly<Record<CifarLabels, number>> = { fine: 100, coarse: 20 };

/** Each way of labelling: how many label bytes come before a picture, which counts, and what the pickle calls it. */
interface Labelling {
  readonly bytes: number;
  readonly place: number;
  readonly key: string;
  readonly classes: number;
}

const SIDE = 32;
const PIXELS = SIDE * SIDE;
const PICKLE = 0x80;

/**
 * Reads a file of CIFAR-10, pictures `[length, 32, 32, 3]`, of the binary version (`data_batch_1.bin`) or of the Python
 * version (`data_batch_1`, a pickle, read as data only). Which it is, is told by its first byte.
 *
 * The binary version: for each picture a byte of label, then 1,024 bytes each of red, green and blue.
 *
 * @param name Stands for the file in errors.
 * @throws Error if the file breaks off, is another one, or a label is no class.
 */
export function parseCifar10(bytes: Uint8Array, name: string): LabelledImageDataset {
  return parseCifar(bytes, name, { bytes: 1, place: 0, key: 'labels', classes: 10 });
}

/**
 * Reads a file of CIFAR-100, pictures `[length, 32, 32, 3]`, of the binary version (`train.bin`) or of the Python
 * version (`train`, a pickle, read as data only). Which it is, is told by its first byte.
 *
 * The binary version: for each picture a byte of coarse and one of fine label, then 1,024 bytes each of red, green and
 * blue.
 *
 * @param name Stands for the file in errors.
 * @param options.labels `'fine'`: 100 classes, or `'coarse'`: 20. @default 'fine'
 * @throws Error if the file breaks off, is another one, or a label is no class.
 */
export function parseCifar100(
  bytes: Uint8Array,
  name: string,
  { labels = 'fine' }: { labels?: CifarLabels } = {},
): LabelledImageDataset {
  const place = labels === 'coarse' ? 0 : 1;
  return parseCifar(bytes, name, { bytes: 2, place, key: `${labels}_labels`, classes: CIFAR_100_CLASSES[labels] });
}

function parseCifar(bytes: Uint8Array, name: string, labelling: Labelling): LabelledImageDataset {
  return bytes[0] === PICKLE ? fromPickle(bytes, name, labelling) : fromRecords(bytes, name, labelling);
}

function fromPickle(bytes: Uint8Array, name: string, { key, classes }: Labelling): LabelledImageDataset {
  const batch = pickledBatch(bytes, { name, side: SIDE });
  const labels = checkedLabels(batch.labels(key), { name, count: batch.count, classes });
  const images = new Uint8Array(batch.planes.length);
  interleavePlanes(images, batch.planes, { pixels: PIXELS });
  return { length: batch.count, shape: [SIDE, SIDE, 3], images, labels, classes };
}

function fromRecords(bytes: Uint8Array, name: string, labelling: Labelling): LabelledImageDataset {
  const record = labelling.bytes + 3 * PIXELS;
  const count = bytes.length / record;
  if (count === 0 || !Number.isInteger(count)) {
    throw new Error(
      `${name}: expected pictures of ${record} bytes each, ${labelling.bytes} of labels and ${3 * PIXELS} of pixels, ` +
        `found ${bytes.length} bytes, ${bytes.length % record} more than ${Math.floor(count)} pictures have; ` +
        'get the file again, and unpack it if it is an archive',
    );
  }
  const images = new Uint8Array(count * 3 * PIXELS);
  const values = new Uint8Array(count);
  for (let picture = 0; picture < count; picture++) {
    const begin = picture * record;
    const pixels = begin + labelling.bytes;
    values[picture] = bytes[begin + labelling.place]!;
    interleavePlanes(images.subarray(picture * 3 * PIXELS), bytes.subarray(pixels, begin + record), { pixels: PIXELS });
  }
  const { classes } = labelling;
  const labels = checkedLabels(values, { name, count, classes });
  return { length: count, shape: [SIDE, SIDE, 3], images, labels, classes };
}
