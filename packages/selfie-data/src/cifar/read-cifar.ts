import { dirname, join } from 'node:path';
import { checkSplit } from '../check-split.ts';
import { concatenate } from '../concatenate.ts';
import type { ImageDataset, LabelledImageDataset } from '../dataset.ts';
import type { TrainOrTest } from '../idx/read-mnist.ts';
import { firstFile, readBytes } from '../read-bytes.ts';
import { type CifarLabels, parseCifar10, parseCifar100 } from './parse-cifar.ts';
import { parseCifarNames } from './parse-cifar-names.ts';

/** How one of the two versions names its folder and files. */
interface Version {
  readonly folder: string;
  readonly files: readonly string[];
  readonly names: string;
}

const BATCHES = ['data_batch_1', 'data_batch_2', 'data_batch_3', 'data_batch_4', 'data_batch_5'];

/**
 * Reads CIFAR-10, pictures `[50000, 32, 32, 3]` (10,000 of the test split), from the folder of the Python or the binary
 * version, `cifar-10-batches-py` or `cifar-10-batches-bin`, or from that which holds it. It takes 150 MB, and while it is
 * read as much again.
 *
 * @throws Error if files are missing or damaged; RangeError if there is no such split.
 */
export async function readCifar10(
  folder: string,
  { split = 'train' }: TrainOrTest = {},
): Promise<LabelledImageDataset> {
  checkSplit(split, ['train', 'test']);
  const files = split === 'train' ? BATCHES : ['test_batch'];
  const versions = [
    { folder: 'cifar-10-batches-py', files, names: 'batches.meta' },
    { folder: 'cifar-10-batches-bin', files: files.map((file) => `${file}.bin`), names: 'batches.meta.txt' },
  ];
  const { paths, names } = await find(folder, versions);
  const batches: LabelledImageDataset[] = [];
  for (const path of paths) batches.push(parseCifar10(await readBytes(path, 'a batch of CIFAR-10'), path));
  return { ...concatenate(batches), ...(await readNames(names)) };
}

/**
 * Reads CIFAR-100, pictures `[50000, 32, 32, 3]` (10,000 of the test split), from the folder of the Python or the binary
 * version, `cifar-100-python` or `cifar-100-binary`, or from that which holds it.
 *
 * @param options.labels `'fine'`: 100 classes, or `'coarse'`: the 20 they are grouped in. @default 'fine'
 * @throws Error if files are missing or damaged; RangeError if there is no such split.
 */
export async function readCifar100(
  folder: string,
  { split = 'train', labels = 'fine' }: TrainOrTest & { readonly labels?: CifarLabels } = {},
): Promise<LabelledImageDataset> {
  checkSplit(split, ['train', 'test']);
  const versions = [
    { folder: 'cifar-100-python', files: [split], names: 'meta' },
    { folder: 'cifar-100-binary', files: [`${split}.bin`], names: `${labels}_label_names.txt` },
  ];
  const { paths, names } = await find(folder, versions);
  const path = paths[0]!;
  const data = parseCifar100(await readBytes(path, 'a file of CIFAR-100'), path, { labels });
  return { ...data, ...(await readNames(names, labels)) };
}

async function readNames(path: string | undefined, labels?: CifarLabels): Promise<Pick<ImageDataset, 'classNames'>> {
  if (path === undefined) return {};
  return { classNames: parseCifarNames(await readBytes(path, "CIFAR's class names"), path, { labels }) };
}

/** The files of the version that is there, and that of the class names unless it is missing. */
async function find(
  folder: string,
  versions: readonly Version[],
): Promise<{ paths: readonly string[]; names: string | undefined }> {
  for (const version of versions) {
    const [file] = version.files as [string];
    const first = await firstFile([join(folder, file), join(folder, version.folder, file)], 'a file of CIFAR');
    if (first === undefined) continue;
    const base = dirname(first);
    return {
      paths: version.files.map((name) => join(base, name)),
      names: await firstFile([join(base, version.names)], "CIFAR's class names"),
    };
  }
  throw new Error(
    `${folder}: expected ${versions.map(({ files }) => files[0]).join(' or ')}, there or in ` +
      `${versions.map((version) => version.folder).join(' or ')}, found none; unpack the data set's archive there`,
  );
}
