import type { Size } from '../augment/resize.ts';

/**
 * The [height, width] in the header of a JPEG; undefined if it has EXIF data, by which it may have to be turned, if it
 * is neither grey nor of three colours, or not as one expects: then the decoder shall say.
 */
export function plainJpegSize(bytes: Uint8Array): Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2; // after the start of image
  while (at + 10 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (isFrame(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      const channels = bytes[at + 9]!;
      return height > 0 && width > 0 && (channels === 1 || channels === 3) ? [height, width] : undefined;
    }
    const isExif = marker === 0xe1 && view.getUint32(at + 4) === 0x45786966;
    if (isExif || !isSkipped(marker)) return undefined;
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** Start of frame, by whichever process. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Tables, application data and comments, whose length follows. */
const isSkipped = (marker: number) => [0xc4, 0xcc, 0xdb, 0xdd, 0xfe].includes(marker) || (marker & 0xf0) === 0xe0;
