import { parsePickle } from '../pickle/parse-pickle.ts';
import { textOf } from '../pickle/pickled.ts';
import { CIFAR_100_CLASSES, type CifarLabels } from './parse-cifar.ts';

/**
 * Reads the names of CIFAR's classes from the file that comes with the pictures: `batches.meta` or `meta` of the Python
 * versions, `batches.meta.txt`, `fine_label_names.txt` or `coarse_label_names.txt` of the binary ones.
 *
 * @param name Stands for the file in errors.
 * @param options.labels Which names of CIFAR-100; leave it out for CIFAR-10.
 * @throws Error if there are not as many names as classes.
 */
export function parseCifarNames(
  bytes: Uint8Array,
  name: string,
  { labels }: { labels?: CifarLabels } = {},
): readonly string[] {
  const classes = labels ? CIFAR_100_CLASSES[labels] : 10;
  const names = bytes[0] === 0x80 ? pickledNames(bytes, name, labels) : lines(bytes);
  if (names?.length !== classes) {
    throw new Error(
      `${name}: expected the names of ${classes} classes, found ${names?.length ?? 'none'}; get the file again`,
    );
  }
  return names;
}

function lines(bytes: Uint8Array): readonly string[] {
  return new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .filter((line) => line !== '');
}

function pickledNames(bytes: Uint8Array, name: string, labels: CifarLabels | undefined): readonly string[] | undefined {
  const meta = parsePickle(bytes, name);
  const names = meta instanceof Map ? meta.get(labels ? `${labels}_label_names` : 'label_names') : undefined;
  const texts = Array.isArray(names) ? names.map(textOf) : [];
  return texts.every((text) => text !== undefined) && names !== undefined ? texts : undefined;
}
