import { createReadStream } from 'node:fs';
import { type HttpOptions, httpBytes } from '../download/http-bytes.ts';
import { unreadable } from '../read-bytes.ts';

/** Whether a name is an address that is asked for over HTTP. */
export function isAddress(name: string): boolean {
  return /^https?:\/\//i.test(name);
}

/**
 * The bytes of a shard from `offset` on, as they come: from disk or over HTTP.
 *
 * @throws Error if there is no such file, or as `httpBytes` does.
 */
export async function* shardChunks(name: string, offset: number, http: HttpOptions): AsyncGenerator<Uint8Array, void> {
  if (isAddress(name)) {
    yield* httpBytes(name, { from: offset, ...http });
    return;
  }
  const file = createReadStream(name, { start: offset, highWaterMark: 2 ** 20 });
  try {
    for await (const chunk of file) yield chunk as Uint8Array;
  } catch (cause) {
    throw unreadable(name, 'a shard', cause);
  } finally {
    file.destroy();
  }
}
