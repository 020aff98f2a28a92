/** Bytes that can be read from any place on: a file, or an array in memory. */
export interface ByteSource {
  /** Stands for the source in errors. */
  readonly name: string;
  readonly length: number;
  /** The bytes from `offset` on, as many as asked for, all of which the source has. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Bytes in memory as a source; what is read is a view of them. */
export function bytesSource(bytes: Uint8Array, name: string): ByteSource {
  return { name, length: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}
