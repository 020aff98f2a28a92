import { open } from 'node:fs/promises';

/** At most so many bytes are asked for at once; systems refuse more than 2 GiB. */
const atOnce = 2 ** 30;

/** The bytes of a file of any size, of which memory can hold one copy. */
export async function readWhole(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await open(path);
  try {
    const bytes = new Uint8Array((await file.stat()).size);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, Math.min(atOnce, bytes.length - length), length);
      length += bytesRead;
      if (bytesRead === 0 || length === bytes.length) return bytes.subarray(0, length);
    }
  } finally {
    await file.close();
  }
}
