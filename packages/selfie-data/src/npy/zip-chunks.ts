import type { ByteSource } from './byte-source.ts';
import { crc32 } from './crc32.ts';

/** What a zip directory says of a member. */
export interface ZipEntry {
  readonly name: string;
  /** Where its local header lies. */
  readonly offset: number;
  /** Bytes packed, and unpacked. */
  readonly packed: number;
  readonly size: number;
  readonly checksum: number;
  readonly deflated: boolean;
}

const LOCAL_HEADER = 0x04034b50;
const CHUNK = 2 ** 20;

/**
 * The bytes of a member of a zip file, unpacked, part by part.
 *
 * @throws Error if the member is not where the directory says, breaks off, or has another length or checksum.
 */
export async function* zipChunks(source: ByteSource, entry: ZipEntry): AsyncGenerator<Uint8Array, void> {
  const { name, size, checksum } = entry;
  const fail = (found: string) =>
    new Error(`${source.name}: expected ${name} with ${size} bytes, found ${found}; get the file again`);

  const begin = await dataBegin(source, entry);
  const packed = packedChunks(source, begin, begin + entry.packed);
  let length = 0;
  let sum = 0;
  try {
    for await (const chunk of entry.deflated ? inflated(packed) : packed) {
      length += chunk.length;
      if (length > size) break;
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } catch (cause) {
    if (!entry.deflated) throw cause;
    throw Object.assign(fail(`a deflated member at byte ${begin} that breaks off or is damaged after ${length}`), {
      cause,
    });
  }
  if (length !== size) throw fail(`${length > size ? 'more' : `only ${length}`} at byte ${begin}`);
  if (sum !== checksum) throw fail(`another checksum of those at byte ${begin} than the directory has`);
}

async function dataBegin(source: ByteSource, { name, offset, packed }: ZipEntry): Promise<number> {
  const header = await source.read(offset, Math.min(30, source.length - offset));
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const whole = header.length === 30 && view.getUint32(0, true) === LOCAL_HEADER;
  const begin = whole ? offset + 30 + view.getUint16(26, true) + view.getUint16(28, true) : source.length + 1;
  if (begin + packed > source.length) {
    throw new Error(
      `${source.name}: expected ${name} with ${packed} packed bytes at byte ${offset} of ${source.length}, ` +
        `found ${whole ? 'that it breaks off' : 'no header of a zip member'}; get the file again`,
    );
  }
  return begin;
}

async function* packedChunks(source: ByteSource, begin: number, end: number): AsyncGenerator<Uint8Array, void> {
  for (let at = begin; at < end; at += CHUNK) yield await source.read(at, Math.min(CHUNK, end - at));
}

async function* inflated(packed: AsyncGenerator<Uint8Array, void>): AsyncGenerator<Uint8Array, void> {
  const stream = new ReadableStream<BufferSource>({
    async pull(controller) {
      const { done, value } = await packed.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value)); // a stream takes no shared memory
    },
  });
  const reader = stream.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}
