/** The longest header that is read, in bytes; of 10,000 tensors with paths and shapes it is a fifth as long. */
export const headerLimit = 10_000_000;

/**
 * The size of a safetensors file's header, which its first 8 bytes tell.
 *
 * @throws a sentence if it does not fit into the file, or is beyond any that people have.
 */
export function headerSize(bytes: Uint8Array, fileSize: number): number {
  if (bytes.length < 8) {
    throw new Error(`a safetensors file has at least 8 bytes: got ${bytes.length}; was it written to the end?`);
  }
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (size > headerLimit || size > fileSize - 8) {
    throw new Error(
      `the safetensors header should have ${size} bytes, in a file of ${fileSize}; ` +
        'is the file truncated, or of another format?',
    );
  }
  return size;
}
