import { join } from 'node:path';
import { checkSplit } from '../check-split.ts';
import type { LabelledImageDataset } from '../dataset.ts';
import { fileSource } from '../npy/file-source.ts';
import { firstFile } from '../read-bytes.ts';
import { type ImageNetBatch, openImageNetBatch, readBatches } from './imagenet-batch.ts';
import { checkSide, type ImageNetSmallOptions } from './parse-imagenet-small.ts';

const EXPECTED = 'a batch of downsampled ImageNet';

/** What is read of downsampled ImageNet. */
export interface ReadImageNetSmallOptions extends ImageNetSmallOptions {
  /** @default 'train' */
  readonly split?: 'train' | 'validation';
  /**
   * Which of the ten training batches, each a tenth of the pictures.
   *
   * @default all
   */
  readonly batches?: readonly number[];
}

/**
 * Reads downsampled ImageNet (Chrabaszcz et al. 2017), pictures `[1281167, side, side, 3]` of 1,000 classes, from the
 * folder with `train_data_batch_1` to `_10` and `val_data`, pickled or `.npz`.
 *
 * All pictures lie in one array, which is filled batch by batch: 3.9 GB for side 32, and 1 GB for 16. Of npz files some
 * megabytes are needed beside it; of pickled ones a file's size, 0.4 GB for side 32. Side 64 takes 15.7 GB, and needs a
 * JavaScript that has arrays of that size (Node 22 or later), or fewer `batches`.
 *
 * @throws Error if files are missing, damaged or of pictures of another size, or a label is no class.
 * @throws RangeError if there is no array for as many pictures, or no such split.
 */
export async function readImageNetSmall(
  folder: string,
  { side, split = 'train', batches = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }: ReadImageNetSmallOptions,
): Promise<LabelledImageDataset> {
  checkSide(side);
  checkSplit(split, ['train', 'validation']);
  const files = split === 'validation' ? ['val_data'] : batches.map((batch) => `train_data_batch_${batch}`);
  const open: ImageNetBatch[] = [];
  const sources: { close(): Promise<void> }[] = [];
  try {
    for (const file of files) {
      const path = await firstFile([join(folder, `${file}.npz`), join(folder, file)], EXPECTED);
      if (path === undefined) {
        throw new Error(
          `${folder}: expected ${file}.npz or ${file}, found neither; unpack the data set there` +
            (split === 'train' ? ', or say which batches you have' : ''),
        );
      }
      const source = await fileSource(path, EXPECTED);
      sources.push(source);
      open.push(await openImageNetBatch(source, side));
    }
    return await readBatches(open, side);
  } finally {
    for (const source of sources) await source.close();
  }
}
