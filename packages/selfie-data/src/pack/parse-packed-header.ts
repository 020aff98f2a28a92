import type { Size } from '../augment/resize.ts';
import type { Shape } from '../sources/picture.ts';
import { FORMAT, headerText, type PackedDescription, pictureBytes } from './packed-format.ts';

/**
 * Reads the header of a packed file, of which there is one text only for what it says: any other is refused.
 *
 * @throws Error with what was found.
 */
export function parsePackedHeader(text: string): { description: PackedDescription; checksum: string } {
  const header = JSON.parse(text);
  const { checksum, format, resize, classes } = header.__metadata__ ?? {};
  if (format !== FORMAT) throw new Error(`the format ${shown(format)} where ${FORMAT} is known`);
  const [length, ...shape] = counts('the shape of images', header.images?.shape, 4);
  const description: PackedDescription = {
    length: length!,
    shape: shape as unknown as Shape,
    resize: counts('resize', JSON.parse(resize ?? 'null'), 2) as unknown as Size,
    labelled: Object.hasOwn(header, 'labels'),
    classes: classes === undefined ? undefined : names(JSON.parse(classes)),
  };
  if (!Number.isSafeInteger(description.length * (pictureBytes(description.shape) + 8))) {
    throw new Error(`pictures of the shape ${shown(header.images.shape)}, more than any file holds`);
  }
  const expected = headerText(description, checksum);
  if (text.trimEnd() !== expected) throw new Error(difference(header, JSON.parse(expected)));
  return { description, checksum };
}

/** As many whole numbers above 0 as are wanted. */
function counts(what: string, value: unknown, wanted: number): number[] {
  const sound = Array.isArray(value) && value.length === wanted;
  if (sound && value.every((count) => Number.isSafeInteger(count) && count > 0)) return value;
  throw new Error(`${shown(value)} for ${what} where ${wanted} whole numbers above 0 belong`);
}

function names(value: unknown): string[] {
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value;
  throw new Error(`${shown(value)} for classes where a list of names belongs`);
}

/** In what a header differs from the one that says the same. */
function difference(header: Record<string, unknown>, expected: Record<string, unknown>): string {
  for (const name of Object.keys({ ...expected, ...header })) {
    const [found, wanted] = [header[name], expected[name]].map(shown);
    if (found !== wanted) return `${found} for ${name} where ${wanted} belongs`;
  }
  return 'the same in other words';
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
