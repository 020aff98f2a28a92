import { crc32 } from 'node:zlib';
import type { Size } from '../augment/resize.ts';
import type { Shape } from '../sources/picture.ts';

/** What a file of packed pictures is, and by which rules. */
export const FORMAT = 'selfie-packed-pictures 1';

/** How the header of every packed file begins; it is followed by the checksum, in eight hexadecimal digits. */
export const BEGINNING = '{"__metadata__":{"checksum":"';

/** The place of the checksum in the file. */
export const CHECKSUM_AT = 8 + BEGINNING.length;

/** Stands in the checksum's place while it is computed. */
export const NO_CHECKSUM = '00000000';

/** The longest header that is read or written, in bytes. */
export const HEADER_LIMIT = 2 ** 26;

/** The pictures begin at a multiple of so many bytes. */
const ALIGNMENT = 64;

/** What the header of a packed file says. */
export interface PackedDescription {
  /** How many pictures there are. */
  readonly length: number;
  /** The shape of each, [h, w, c]. */
  readonly shape: Shape;
  /** What pictures were resized to cover before their middle was cut out. */
  readonly resize: Size;
  readonly labelled: boolean;
  readonly classes?: readonly string[];
}

/**
 * The header: that of a safetensors file (https://github.com/huggingface/safetensors#format) with the tensors `checksums`
 * U32 [n], the CRC-32 of each picture; `labels` I32 [n], if there are any; `images` U8 [n, h, w, c]. Its metadata hold the
 * CRC-32 of all bytes before the pictures, with zeros for the digits of itself. Numbers of four bytes stand before the
 * pictures, so that they are aligned, which PyTorch asks for.
 */
export function headerText(description: PackedDescription, checksum: string): string {
  const { length, shape, resize, labelled, classes } = description;
  const tensors = tensorBytes(description);
  const metadata = {
    checksum,
    format: FORMAT,
    resize: JSON.stringify(resize),
    ...(classes && { classes: JSON.stringify(classes) }),
  };
  return JSON.stringify({
    __metadata__: metadata,
    checksums: { dtype: 'U32', shape: [length], data_offsets: [0, 4 * length] },
    ...(labelled && { labels: { dtype: 'I32', shape: [length], data_offsets: [4 * length, tensors] } }),
    images: { dtype: 'U8', shape: [length, ...shape], data_offsets: [tensors, tensors + length * pictureBytes(shape)] },
  });
}

/** The bytes of checksums and labels. */
export function tensorBytes({ length, labelled }: Pick<PackedDescription, 'length' | 'labelled'>): number {
  return length * (labelled ? 8 : 4);
}

/** The bytes of a picture. */
export function pictureBytes([height, width, channels]: Shape): number {
  return height * width * channels;
}

/** Where pictures can begin, so that all that is to come before them has room, also if they become fewer. */
export function imagesStart(description: PackedDescription): number {
  const head = 8 + Buffer.byteLength(headerText(description, NO_CHECKSUM)) + tensorBytes(description);
  return Math.ceil(head / ALIGNMENT) * ALIGNMENT;
}

/**
 * All that comes before the pictures, which begin at `start`. Spaces follow the header's text, as many as are needed.
 *
 * @throws RangeError if the header would be too long to be read.
 */
export function packedHead(
  description: PackedDescription,
  { checksums, labels }: { readonly checksums: Uint32Array; readonly labels?: Int32Array },
  start: number,
): Buffer {
  const header = start - tensorBytes(description) - 8;
  if (header > HEADER_LIMIT) {
    throw new RangeError(
      `the header must have at most ${HEADER_LIMIT} bytes: got ${header}; leave broken pictures out before packing`,
    );
  }
  const head = Buffer.alloc(start, ' ');
  head.writeBigUInt64LE(BigInt(header));
  head.write(headerText(description, NO_CHECKSUM), 8);
  head.set(bytesOf(checksums), 8 + header);
  if (labels) head.set(bytesOf(labels), 8 + header + checksums.byteLength);
  head.write(inDigits(crc32(head)), CHECKSUM_AT);
  return head;
}

/** A checksum as it is written. */
export function inDigits(checksum: number): string {
  return checksum.toString(16).padStart(8, '0');
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array | Int32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);
