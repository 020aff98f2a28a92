import { open, stat } from 'node:fs/promises';
import { type HttpOptions, httpLength, httpRange } from '../download/http-bytes.ts';
import { unreadable } from '../read-bytes.ts';
import { isAddress } from '../web-dataset/shard-chunks.ts';

/** A file that is read in parts. */
export interface ByteFile {
  /** Stands for it in errors. */
  readonly name: string;
  /** In bytes. */
  readonly length: number;
  /** The bytes from one place to another, which must lie in the file. */
  read(from: number, to: number): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * A file on disk, or at an HTTP address whose server answers range requests.
 *
 * @throws Error if there is none, or as `httpLength` and `httpRange` do.
 */
export async function byteFile(name: string, http: HttpOptions): Promise<ByteFile> {
  if (isAddress(name)) {
    const length = await httpLength(name, http);
    return { name, length, read: (from, to) => httpRange(name, from, to, http) };
  }
  const refuse = (cause: Error) => {
    throw unreadable(name, 'a Parquet file', cause);
  };
  const { size } = await stat(name).catch(refuse);
  return {
    name,
    length: size,
    async read(from, to) {
      const file = await open(name).catch(refuse);
      try {
        const bytes = new Uint8Array(to - from);
        const { bytesRead } = await file.read(bytes, 0, bytes.length, from).catch(refuse);
        if (bytesRead < bytes.length) {
          throw new Error(
            `${name} at ${from}: expected ${bytes.length} bytes, found ${bytesRead}; it was cut off since it was opened`,
          );
        }
        return bytes;
      } finally {
        await file.close();
      }
    },
  };
}
