import { type FileHandle, open } from 'node:fs/promises';
import { unreadable } from '../read-bytes.ts';
import type { ByteSource } from './byte-source.ts';

/** The file system reads no more at once. */
const MOST_AT_ONCE = 2 ** 30;

/** A file that is open until it is closed; what is read is an array of its own. */
export interface FileSource extends ByteSource {
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/**
 * A file as a source of bytes, open until it is closed.
 *
 * @param expected What the file should be, for errors.
 * @throws Error if it cannot be opened.
 */
export async function fileSource(path: string, expected: string): Promise<FileSource> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (cause) {
    throw unreadable(path, expected, cause);
  }
  const { size } = await file.stat();
  return {
    name: path,
    length: size,
    async read(offset, length) {
      const bytes = new Uint8Array(length);
      for (let at = 0; at < length; ) {
        const { bytesRead } = await file
          .read(bytes, at, Math.min(MOST_AT_ONCE, length - at), offset + at)
          .catch((cause) => {
            throw unreadable(path, expected, cause);
          });
        if (bytesRead === 0) {
          throw new Error(
            `${path}: expected ${length} bytes at byte ${offset}, found only ${at}; keep the file while it is read`,
          );
        }
        at += bytesRead;
      }
      return bytes;
    },
    close: () => file.close(),
  };
}
