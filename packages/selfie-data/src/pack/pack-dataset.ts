import { crc32 } from 'node:zlib';
import { centerCrop } from '../augment/center-crop.ts';
import type { Size } from '../augment/resize.ts';
import { checkedLabels } from '../cifar/checked-labels.ts';
import { decodePicture } from '../decode/decode-picture.ts';
import { decodedChannels } from '../decode/decoded-channels.ts';
import { loadSharp } from '../decode/load-sharp.ts';
import { picturesAtOnce } from '../decode/pictures-at-once.ts';
import { type BadPictureOptions, badPictures } from '../sources/bad-pictures.ts';
import type { PictureFiles, Shape } from '../sources/picture.ts';
import { inOrder } from './in-order.ts';
import { imagesStart, packedHead, pictureBytes } from './packed-format.ts';
import { writeWhole } from './write-whole.ts';

/** Which pictures are packed, where to, and what they become. */
export interface PackOptions extends Omit<BadPictureOptions, 'onBad'> {
  /** Encoded pictures by index, e.g. an `imageFolder`; `labels` and `classes` are packed with them. */
  readonly pictures: PictureFiles;
  /** The file to write, by convention `.safetensors`; one that is there is replaced once the new one is whole. */
  readonly file: string;
  /** What each picture becomes, [h, w, c]: 3 channels are red, green, blue, 1 is their luma. */
  readonly shape: Shape;
  /**
   * What pictures are resized to cover before their middle is cut out: `centerCrop`'s.
   *
   * @default the height and width of `shape`
   */
  readonly resize?: number | Size;
  /** Stops packing. */
  readonly signal?: AbortSignal;
  /** Told after each picture how far it is. */
  readonly onProgress?: (progress: PackProgress) => void;
}

/** How far packing is. */
export interface PackProgress {
  /** How many pictures are done, broken ones included. */
  readonly pictures: number;
  /** How many there are. */
  readonly of: number;
  /** How many are broken, so far. */
  readonly skipped: number;
}

/** What was packed. */
export interface PackResult {
  /** How many pictures are in the file. */
  readonly length: number;
  /** What is wrong with each picture that was left out, in their order. */
  readonly skipped: readonly string[];
}

/**
 * Decodes pictures once, resizes and crops them in the middle, and writes them into a file for repeated runs: `openPacked`
 * reads them one by one, `loadPacked` all of them, and so does whatever reads safetensors files, as `images` U8
 * `[n, h, w, c]` and `labels` I32 `[n]`. Several pictures are decoded at once; the same pictures give the same bytes.
 *
 * Whatever goes wrong, a file that was there before stays as it is. Memory: 16 bytes a picture, and those being decoded.
 *
 * @throws RangeError if an option is out of its range or there are no pictures.
 * @throws Error if too many pictures are broken, a label is no class, or the file cannot be written; the signal's reason.
 */
export async function packDataset(options: PackOptions): Promise<PackResult> {
  const { pictures, file, shape, resize = [shape[0], shape[1]], maxBad, strict, signal, onProgress } = options;
  const [height, width] = shape;
  const channels = decodedChannels(shape);
  if (!(pictures.length > 0)) throw new RangeError('pictures must hold at least one: got none; give some');
  const view = centerCrop({ size: [height, width], resize });
  const bad = badPictures({ maxBad, strict, onBad: () => {} });
  const labels = labelsOf(pictures);
  signal?.throwIfAborted();
  await loadSharp();

  const description = {
    shape,
    resize: typeof resize === 'number' ? ([resize, resize] as const) : resize,
    labelled: labels !== undefined,
    classes: pictures.classes,
  };
  const of = pictures.length;
  const size = pictureBytes(shape);
  const checksums = new Uint32Array(of);
  const decoded = async (index: number): Promise<{ pixels: Uint8Array } | { reason: string }> => {
    try {
      return await decodePicture(await pictures.read(index), { channels, view });
    } catch (error) {
      return { reason: (error as Error).message };
    }
  };

  return writeWhole(file, async (unfinished) => {
    const start = imagesStart({ ...description, length: of });
    let [length, index] = [0, 0];
    for await (const picture of inOrder(of, picturesAtOnce(), decoded)) {
      signal?.throwIfAborted();
      if ('reason' in picture) bad.add(index, picture.reason, of);
      else {
        await unfinished.write(picture.pixels, start + length * size);
        checksums[length] = crc32(picture.pixels);
        if (labels) labels[length] = labels[index]!;
        length++;
      }
      index++;
      onProgress?.({ pictures: index, of, skipped: bad.reasons.length });
    }
    if (length === 0) throw new Error(`none of ${of} pictures can be decoded: ${bad.reasons[0]}`);
    const tensors = { checksums: checksums.subarray(0, length), labels: labels?.subarray(0, length) };
    await unfinished.write(packedHead({ ...description, length }, tensors, start), 0);
    return { length, skipped: bad.reasons };
  });
}

/** A copy of the labels, if there are any. */
function labelsOf({ labels, length, classes }: PictureFiles): Int32Array | undefined {
  return (
    labels && checkedLabels(labels, { name: 'pictures.labels', count: length, classes: classes?.length ?? 2 ** 31 })
  );
}
