import { crc32 } from 'node:zlib';
import { checkedLabels } from '../cifar/checked-labels.ts';
import { type FileSource, fileSource } from '../npy/file-source.ts';
import {
  BEGINNING,
  CHECKSUM_AT,
  HEADER_LIMIT,
  inDigits,
  NO_CHECKSUM,
  type PackedDescription,
  pictureBytes,
  tensorBytes,
} from './packed-format.ts';
import { parsePackedHeader } from './parse-packed-header.ts';

/** A packed file that is open until it is closed. */
export interface PackedFile extends PackedDescription {
  readonly labels?: Int32Array;
  /** Where a picture lies in the file. */
  placeOf(index: number): number;
  /** The bytes of the pictures from one index to another, an array of its own; each is what its checksum says. */
  read(from: number, to: number): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/**
 * Opens a file that `packDataset` wrote, and reads all that comes before its pictures.
 *
 * @throws Error if it cannot be read, is another file, or is not as it was written.
 */
export async function packedFile(path: string): Promise<PackedFile> {
  const source = await fileSource(path, 'a file of packDataset');
  try {
    return await readHead(source);
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function readHead(source: FileSource): Promise<PackedFile> {
  const { name } = source;
  const headerBytes = await headerBytesOf(source);
  const header = await source.read(8, headerBytes);
  const text = Buffer.from(header.buffer).toString();
  const { description, checksum } = parsed(name, text);
  const { length, shape, classes, labelled } = description;

  const [tensorsAt, size] = [8 + headerBytes, pictureBytes(shape)];
  const imagesAt = tensorsAt + tensorBytes(description);
  const end = imagesAt + length * size;
  if (end !== source.length) {
    throw refusal(
      `${name} at byte ${Math.min(end, source.length)}`,
      `${end} bytes in all, for ${length} pictures of [${shape.join(', ')}]`,
      `${source.length}`,
    );
  }
  const { buffer } = await source.read(tensorsAt, tensorBytes(description));
  const found = headChecksum(header, new Uint8Array(buffer));
  if (found !== checksum) {
    throw refusal(`${name} at byte ${CHECKSUM_AT}`, `${found}, the checksum of what precedes the pictures`, checksum);
  }
  const checksums = new Uint32Array(buffer, 0, length);
  const labels = labelled
    ? checkedLabels(new Int32Array(buffer, checksums.byteLength, length), {
        name: `${name} at byte ${tensorsAt + checksums.byteLength}`,
        count: length,
        classes: classes?.length ?? 2 ** 31,
      })
    : undefined;

  const placeOf = (index: number) => imagesAt + index * size;
  return {
    ...description,
    labels,
    placeOf,
    async read(from, to) {
      const bytes = await source.read(placeOf(from), (to - from) * size);
      for (let index = from; index < to; index++) {
        const found = crc32(bytes.subarray((index - from) * size, (index - from + 1) * size));
        if (found !== checksums[index]) {
          throw refusal(
            `${name} at byte ${placeOf(index)}`,
            `picture ${index} with the checksum ${inDigits(checksums[index]!)}`,
            inDigits(found),
          );
        }
      }
      return bytes;
    },
    close: source.close,
  };
}

/** The length of the header, which is known to be one of ours by how it begins, and to lie in the file. */
async function headerBytesOf(source: FileSource): Promise<number> {
  const { name, length } = source;
  if (length < CHECKSUM_AT) {
    throw refusal(`${name} at byte 0`, 'a file of packDataset', `one of ${length} bytes`);
  }
  const start = Buffer.from((await source.read(0, CHECKSUM_AT)).buffer);
  const beginning = start.toString('latin1', 8);
  if (beginning !== BEGINNING) {
    throw refusal(`${name} at byte 8`, `a file of packDataset, with ${BEGINNING}`, JSON.stringify(beginning));
  }
  const [bytes, most] = [Number(start.readBigUInt64LE()), Math.min(length - 8, HEADER_LIMIT)];
  if (bytes > most) throw refusal(`${name} at byte 0`, `a header of at most ${most} bytes`, `one of ${bytes}`);
  return bytes;
}

function parsed(name: string, text: string) {
  try {
    return parsePackedHeader(text);
  } catch (cause) {
    throw refusal(`${name} at byte 8`, 'the header of a file of packDataset', (cause as Error).message, cause);
  }
}

/** That of all bytes before the pictures, with zeros in its own place. */
function headChecksum(header: Uint8Array, tensors: Uint8Array): string {
  const size = new DataView(new ArrayBuffer(8));
  size.setBigUint64(0, BigInt(header.length), true);
  const blank = Buffer.from(header);
  blank.write(NO_CHECKSUM, CHECKSUM_AT - 8);
  return inDigits([blank, tensors].reduce((sum, bytes) => crc32(bytes, sum), crc32(new Uint8Array(size.buffer))));
}

function refusal(place: string, expected: string, found: string, cause?: unknown): Error {
  return new Error(`${place}: expected ${expected}, found ${found}; pack the pictures again, or give another file`, {
    cause,
  });
}
