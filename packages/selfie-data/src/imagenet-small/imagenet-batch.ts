import { checkedLabels } from '../cifar/checked-labels.ts';
import { interleavePlanes } from '../cifar/interleave-planes.ts';
import { checkPlanes, pickledBatch } from '../cifar/pickled-batch.ts';
import type { LabelledImageDataset } from '../dataset.ts';
import type { ByteSource } from '../npy/byte-source.ts';
import { openNpz } from '../npy/open-npz.ts';

const CLASSES = 1000;
const PICKLE = 0x80;

/** A file of downsampled ImageNet that is open and not yet read. */
export interface ImageNetBatch {
  /** It holds no more pictures than this. */
  readonly atMost: number;
  /** Writes its pictures `[length, side, side, 3]` to the beginning of `images`, and gives their labels, from 0. */
  read(images: Uint8Array): Promise<Int32Array>;
}

/**
 * Opens a file of downsampled ImageNet, npz or pickled, which its first byte tells. Of an npz, the pictures are read a
 * megabyte at a time; a pickle is read whole.
 *
 * @param side Pixels along a side of the pictures.
 * @throws Error if the file is none, or of pictures of another size.
 */
export async function openImageNetBatch(source: ByteSource, side: number): Promise<ImageNetBatch> {
  const { name } = source;
  const pixels = side * side;
  const checked = (labels: ArrayLike<unknown>, count: number) => {
    if (count === 0) throw new Error(`${name}: expected pictures, found none; get the file again`);
    return checkedLabels(labels, { name, count, classes: CLASSES, first: 1 });
  };

  const [first] = await source.read(0, Math.min(1, source.length));
  if (first === PICKLE) {
    return {
      atMost: Math.floor(source.length / (3 * pixels)),
      async read(images) {
        const batch = pickledBatch(await source.read(0, source.length), { name, side });
        const labels = checked(batch.labels('labels'), batch.count);
        interleavePlanes(images, batch.planes, { pixels });
        return labels;
      },
    };
  }
  const npz = await openNpz(source);
  const data = await npz.array('data');
  const count = checkPlanes(data.header, { name, side });
  return {
    atMost: count,
    async read(images) {
      const labels = checked((await (await npz.array('labels')).read()).values, count);
      let from = 0;
      for await (const planes of data.chunks()) {
        interleavePlanes(images, planes, { from, pixels });
        from += planes.length;
      }
      return labels;
    },
  };
}

/** Reads batches one after the other into one array. */
export async function readBatches(batches: readonly ImageNetBatch[], side: number): Promise<LabelledImageDataset> {
  const picture = 3 * side * side;
  const atMost = batches.reduce((sum, batch) => sum + batch.atMost, 0);
  const images = imagesOf(atMost, side);
  const labels = new Int32Array(atMost);
  let length = 0;
  for (const batch of batches) {
    const some = await batch.read(images.subarray(length * picture));
    labels.set(some, length);
    length += some.length;
  }
  return {
    length,
    shape: [side, side, 3],
    images: images.subarray(0, length * picture),
    labels: labels.subarray(0, length),
    classes: CLASSES,
  };
}

function imagesOf(pictures: number, side: number): Uint8Array {
  const bytes = pictures * 3 * side * side;
  try {
    return new Uint8Array(bytes);
  } catch (cause) {
    throw Object.assign(
      new RangeError(
        `${pictures} pictures of ${side}×${side} need ${(bytes / 1e9).toFixed(1)} GB in one array, which JavaScript ` +
          'does not give here; read fewer batches, or smaller pictures',
      ),
      { cause },
    );
  }
}
