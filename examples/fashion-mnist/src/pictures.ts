import { join } from 'node:path';
import { classBalancedSubset, type LabelledImageDataset, padTo } from 'selfie-data';
import { readIdxImages } from 'selfie-data/node';

/** The ten kinds of clothing, by label. */
export const kinds = [
  ...['T-shirt', 'Trouser', 'Pullover', 'Dress', 'Coat'],
  ...['Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
] as const;

/** What pixels are standardised by; the mean is that of all 60,000 padded training pictures. */
export const normalise = { mean: [0.219], deviation: [0.3205] };

/** How pictures are changed at random in training. */
export const augment = { shift: 2, flip: 'horizontal' } as const;

/** Training and test pictures of 32×32 pixels. */
export interface Pictures {
  /** Where they were read from. */
  readonly folder: string;
  readonly train: LabelledImageDataset;
  readonly test: LabelledImageDataset;
}

/** Reads the four IDX files of a folder, and pads the pictures from 28×28 to 32×32 pixels. */
export async function readPictures(folder: string): Promise<Pictures> {
  const read = async (part: string) => {
    const file = (kind: string) => join(folder, `${part}-${kind}-ubyte.gz`);
    return padTo(await readIdxImages({ images: file('images-idx3'), labels: file('labels-idx1') }), 32);
  };
  return { folder, train: await read('train'), test: await read('t10k') };
}

/** The pictures that a finetuning run may know the labels of: as many of each kind, drawn by the seed. */
export function labelled({ folder, train: { labels, classes } }: Pictures, count: number, seed: number): Int32Array {
  try {
    return classBalancedSubset({ labels, classes, count, seed });
  } catch (error) {
    throw new Error(`--labels ${count} of ${folder}: ${(error as Error).message}`);
  }
}
