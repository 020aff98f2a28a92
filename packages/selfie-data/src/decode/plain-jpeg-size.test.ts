import { describe, expect, test } from 'vitest';
import { photo, toEncode } from './fixtures/photo.ts';
import { plainJpegSize } from './plain-jpeg-size.ts';

describe('plainJpegSize', () => {
  test.each([{ progressive: false }, { progressive: true }])(
    'reads the header of what sharp writes, %o',
    async (options) => {
      expect(plainJpegSize(await toEncode(photo(37, 53)).jpeg(options).toBuffer())).toEqual([37, 53]);
    },
  );

  test('leaves pictures with EXIF data, cut off, without size, of four colours or with odd segments to the decoder', async () => {
    const plain = await toEncode(photo(37, 53)).jpeg().toBuffer();
    expect(
      plainJpegSize(await toEncode(photo(37, 53)).withMetadata({ orientation: 6 }).jpeg().toBuffer()),
    ).toBeUndefined();
    for (let length = 0; length < 100; length++) expect(plainJpegSize(plain.subarray(0, length))).toBeUndefined();
    const segments = (...bytes: number[]) => Uint8Array.of(0xff, 0xd8, ...bytes);
    expect(plainJpegSize(segments(0xff, 0xc0, 0, 11, 8, 0, 5, 0, 7, 3))).toEqual([5, 7]);
    expect(plainJpegSize(segments(0xff, 0xc0, 0, 11, 8, 0, 5, 0, 7, 4))).toBeUndefined();
    expect(plainJpegSize(segments(0xff, 0xc0, 0, 11, 8, 0, 0, 0, 7, 3))).toBeUndefined();
    expect(plainJpegSize(segments(0xff, 0xd9, 0, 11, 8, 0, 5, 0, 7, 3))).toBeUndefined();
    expect(plainJpegSize(segments(0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0))).toBeUndefined();
  });
});
