import { join } from 'node:path';
import { checkSplit } from '../check-split.ts';
import type { LabelledImageDataset } from '../dataset.ts';
import { firstFile } from '../read-bytes.ts';
import { readIdxImages } from './read-idx.ts';

/** Where Debian's package `dataset-fashion-mnist` puts its files. */
const DEBIAN = '/usr/share/datasets/fashion-mnist';

const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

const CLOTHES = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

/** Which part of a data set. */
export interface TrainOrTest {
  /** @default 'train' */
  readonly split?: 'train' | 'test';
}

/**
 * Reads MNIST, pictures `[60000, 28, 28, 1]` (10,000 of the test split) of the ten digits, from the folder with its four
 * IDX files, gzipped or not, or from that which holds torchvision's `MNIST/raw`.
 *
 * @throws Error if the files are missing, damaged or do not belong together; RangeError if there is no such split.
 */
export function readMnist(folder: string, options: TrainOrTest = {}): Promise<LabelledImageDataset> {
  return read([folder, join(folder, 'MNIST', 'raw')], { ...options, classNames: DIGITS, fix: 'check the folder' });
}

/**
 * Reads Fashion-MNIST, pictures `[60000, 28, 28, 1]` (10,000 of the test split) of ten kinds of clothes, from the folder
 * with its four IDX files, gzipped or not, or from that which holds torchvision's `FashionMNIST/raw`.
 *
 * @param folder By default the one of Debian's package `dataset-fashion-mnist`.
 * @throws Error if the files are missing, damaged or do not belong together; RangeError if there is no such split.
 */
export function readFashionMnist(folder: string = DEBIAN, options: TrainOrTest = {}): Promise<LabelledImageDataset> {
  const fix = "install Debian's package dataset-fashion-mnist, or give another folder";
  return read([folder, join(folder, 'FashionMNIST', 'raw')], { ...options, classNames: CLOTHES, fix });
}

async function read(
  folders: readonly string[],
  { split = 'train', classNames, fix }: TrainOrTest & { classNames: readonly string[]; fix: string },
): Promise<LabelledImageDataset> {
  checkSplit(split, ['train', 'test']);
  const find = async (kind: string) => {
    const name = `${split === 'train' ? 'train' : 't10k'}-${kind}-ubyte`;
    const spellings = [name, `${name}.gz`, name.replace('-idx', '.idx'), `${name.replace('-idx', '.idx')}.gz`];
    const paths = folders.flatMap((folder) => spellings.map((spelling) => join(folder, spelling)));
    const path = await firstFile(paths, 'an IDX file');
    if (path === undefined) throw new Error(`${folders[0]}: expected ${name} or ${name}.gz, found neither; ${fix}`);
    return path;
  };
  const data = await readIdxImages({ images: await find('images-idx3'), labels: await find('labels-idx1') });
  return { ...data, classNames };
}
