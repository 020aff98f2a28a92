/** Whether bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks a gzip file by the platform's own `DecompressionStream`, which checks its length and checksum.
 *
 * @param name Stands for the file in errors.
 * @throws Error if the file breaks off or is damaged.
 */
export async function gunzip(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const unshared = new Uint8Array(bytes); // a Blob takes no shared memory
  const reader = new Blob([unshared]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      chunks.push(part.value);
      length += part.value.length;
    }
  } catch (cause) {
    throw new Error(
      `${name}: expected a whole gzip file, found one of ${bytes.length} bytes that breaks off or is damaged ` +
        `(${length} bytes could be unpacked); get the file again`,
      { cause },
    );
  }
  const contents = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    contents.set(chunk, offset);
    offset += chunk.length;
  }
  return contents;
}
