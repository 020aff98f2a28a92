import { type HttpOptions, httpLength, httpRange } from '../download/http-bytes.ts';
import { type FileSource, fileSource } from '../npy/file-source.ts';
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
  const opened = async <T>(use: (file: FileSource) => T | Promise<T>): Promise<T> => {
    const file = await fileSource(name, 'a Parquet file');
    try {
      return await use(file);
    } finally {
      await file.close();
    }
  };
  const length = await opened((file) => file.length);
  return { name, length, read: (from, to) => opened((file) => file.read(from, to - from)) };
}
