/** Takes bytes from a stream of chunks. */
export interface ByteReader {
  /** The next `count` bytes, in an array of their own; fewer where the stream ends. */
  take(count: number): Promise<Uint8Array>;
  /** Passes over `count` bytes; gives how many there were. */
  skip(count: number): Promise<number>;
  /** Ends the stream. */
  close(): Promise<void>;
}

/** A reader of a stream of chunks. It holds no more of them than the bytes that it is asked for, and one. */
export function byteReader(chunks: AsyncIterable<Uint8Array>): ByteReader {
  const iterator = chunks[Symbol.asyncIterator]();
  let chunk: Uint8Array = new Uint8Array(0); // what is left of the last one
  const parts = async (count: number, use: (part: Uint8Array) => void): Promise<number> => {
    let taken = 0;
    while (taken < count) {
      if (chunk.length === 0) {
        const next = await iterator.next();
        if (next.done) break;
        chunk = next.value;
      }
      const part = chunk.subarray(0, count - taken);
      chunk = chunk.subarray(part.length);
      taken += part.length;
      use(part);
    }
    return taken;
  };
  return {
    async take(count) {
      const found: Uint8Array[] = [];
      const bytes = new Uint8Array(await parts(count, (part) => found.push(part)));
      let filled = 0;
      for (const part of found) {
        bytes.set(part, filled);
        filled += part.length;
      }
      return bytes;
    },
    skip: (count) => parts(count, () => {}),
    async close() {
      await iterator.return?.();
    },
  };
}
