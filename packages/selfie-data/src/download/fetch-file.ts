import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { type HttpOptions, httpBytes } from './http-bytes.ts';
import type { PublishedFile } from './public-sets.ts';

/** How far a download is. */
export interface Progress {
  /** The file's name. */
  readonly file: string;
  /** How many of its bytes are here. */
  readonly bytes: number;
  /** How many it has. */
  readonly size: number;
}

/** Options of a download. */
export interface FetchOptions extends HttpOptions {
  /** Told now and then how far it is. */
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Puts a published file at a path, unless it is there already. Until it is whole and verified it is called `.part`; what
 * is in there is taken up where it broke off, by this call or a later one.
 *
 * @throws Error if the server does not bring the file that was published, or as `httpBytes` does.
 */
export async function fetchFile(
  { url, size, sha256 }: PublishedFile,
  path: string,
  { onProgress, ...http }: FetchOptions = {},
): Promise<void> {
  if ((await sizeOf(path)) === size) return;
  const part = `${path}.part`;
  await mkdir(dirname(path), { recursive: true });
  let bytes = (await sizeOf(part)) ?? 0;
  if (bytes > size) {
    await rm(part);
    bytes = 0;
  }
  const report = () => onProgress?.({ file: basename(path), bytes, size });
  report();
  const refuse = async (found: string) => {
    await rm(part, { force: true });
    return new Error(
      `${url}: expected the file that was published, of ${size} bytes, found ${found}; ` +
        'try again later, or get it from elsewhere',
    );
  };
  if (bytes < size) {
    const file = await open(part, 'a');
    try {
      for await (const chunk of httpBytes(url, { from: bytes, ...http })) {
        if (bytes + chunk.length > size) throw await refuse('more than that');
        await file.writeFile(chunk);
        bytes += chunk.length;
        report();
      }
      await file.sync();
    } finally {
      await file.close();
    }
  }
  if (bytes < size) throw await refuse(`only ${bytes}`);
  const found = await sha256Of(part);
  if (found !== sha256) throw await refuse(`one with SHA-256 ${found} instead of ${sha256}`);
  await rename(part, path);
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk);
  return hash.digest('hex');
}
