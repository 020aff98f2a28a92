import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { centerCrop } from '../augment/center-crop.ts';
import { drawCrop } from '../augment/random-resized-crop.ts';
import type { Size } from '../augment/resize.ts';
import { takeView } from '../augment/view.ts';
import { decodePicture } from './decode-picture.ts';
import { photo, toEncode } from './fixtures/photo.ts';

const fixtures: Readonly<Record<'name' | 'file' | 'shape' | 'pixels' | 'grey', string>>[] = JSON.parse(
  readFileSync(new URL('./fixtures/pillow.json', import.meta.url), 'utf8'),
);
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const encodedOf = (name: string) => ({
  bytes: bytesOf(fixtures.find((fixture) => fixture.name === name)!.file),
  origin: 'photos/a.jpg',
});
const meanDifference = (a: Uint8Array, b: Uint8Array) => {
  expect(a.length).toBe(b.length);
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
};

describe('decodePicture', () => {
  test.each(fixtures)('gives the bytes of Pillow for a $name', async (fixture) => {
    const { pixels, shape } = await decodePicture({ bytes: bytesOf(fixture.file), origin: fixture.name });
    expect(shape.join(' ')).toBe(fixture.shape);
    expect(pixels).toEqual(bytesOf(fixture.pixels));
    const grey = await decodePicture({ bytes: bytesOf(fixture.file), origin: fixture.name }, { channels: 1 });
    expect(grey).toEqual({ pixels: bytesOf(fixture.grey), shape: [shape[0], shape[1], 1] });
  });

  test('keeps the upper eight of sixteen bits', async () => {
    const values = Uint16Array.from({ length: 5 * 7 * 3 }, (_, i) => (i * 2711 + 17) % 65536);
    const bytes = await sharp(values, { raw: { height: 5, width: 7, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    expect((await sharp(bytes).metadata()).depth).toBe('ushort');
    const { pixels } = await decodePicture({ bytes, origin: 'a.png' });
    expect(pixels).toEqual(Uint8Array.from(values, (value) => value >> 8));
  });

  test.each(['jpeg', 'webp', 'png'] as const)('sees of a %s what is seen of it decoded', async (format) => {
    const bytes = await toEncode(photo(375, 500))[format]({ quality: 90 }).toBuffer();
    const whole = await decodePicture({ bytes, origin: 'a' });
    const draw = drawCrop({});
    const middle = centerCrop({ size: 224, resize: 256 });
    const drawn = [0, 1, 2, 3, 4, 5].map((stream) => (size: Size) => ({
      box: draw(size, { seed: 1, stream }),
      size: [224, 224] as const,
    }));
    for (const view of [middle, centerCrop({ size: 300, resize: 400 }), centerCrop({ size: 31 }), ...drawn]) {
      const seen = await decodePicture({ bytes, origin: 'a' }, { view });
      const expected = takeView(whole, view([375, 500]));
      expect(seen.shape).toEqual(expected.shape);
      expect(meanDifference(seen.pixels, expected.pixels)).toBeLessThan(1.2);
    }
  });

  test('sees turned and transparent pictures as they are decoded', async () => {
    const view = ([height, width]: Size) => ({
      box: { top: 1, left: 2, height: height - 3, width: width - 5 },
      size: [5, 6] as const,
      window: { top: 1, left: 0, height: 3, width: 4 },
    });
    for (const name of ['JPEG, orientation 6', 'JPEG, orientation 2', 'PNG, transparent', 'GIF, two frames']) {
      const whole = await decodePicture(encodedOf(name));
      const expected = takeView(whole, view([whole.shape[0], whole.shape[1]]));
      const seen = await decodePicture(encodedOf(name), { view });
      expect(seen.shape).toEqual([3, 4, 3]);
      expect(meanDifference(seen.pixels, expected.pixels)).toBeLessThan(2);
      const grey = await decodePicture(encodedOf(name), { view, channels: 1 });
      expect(grey.shape).toEqual([3, 4, 1]);
    }
  });

  test('tells the view the size of the picture upright', async () => {
    const sizes: Size[] = [];
    const all = (size: Size) => {
      sizes.push(size);
      return { box: { top: 0, left: 0, height: size[0], width: size[1] }, size };
    };
    await decodePicture(encodedOf('JPEG'), { view: all });
    await decodePicture(encodedOf('JPEG, orientation 3'), { view: all });
    await decodePicture(encodedOf('JPEG, orientation 6'), { view: all });
    expect(sizes).toEqual([
      [11, 16],
      [11, 16],
      [16, 11],
    ]);
  });
});

describe('decodePicture refuses', () => {
  const refusal = (bytes: Uint8Array, origin = 'photos/a.jpg') => expect(decodePicture({ bytes, origin })).rejects;

  test('nothing, text and other formats', async () => {
    await refusal(new Uint8Array(0)).toThrow(
      'photos/a.jpg: expected a JPEG, PNG, WebP or GIF, got no bytes at all; replace it or leave it out',
    );
    await refusal(new TextEncoder().encode('hello, world')).toThrow(
      'photos/a.jpg: expected a JPEG, PNG, WebP or GIF, got bytes that begin with 68 65 6c 6c 6f 2c 20 77; ' +
        'replace it or leave it out',
    );
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await refusal(svg).toThrow('got bytes that begin with 3c 73 76 67 20 78 6d 6c');
    await refusal(await toEncode(photo(5, 7)).tiff().toBuffer()).toThrow('got bytes that begin with 49 49 2a 00');
  });

  test.each(['JPEG', 'PNG', 'WebP', 'GIF'] as const)('a %s that is cut off', async (format) => {
    const kind = format === 'JPEG' ? 'jpeg' : (format.toLowerCase() as 'png');
    const bytes = await toEncode(photo(60, 80))[kind]().toBuffer();
    for (const length of [12, Math.floor(bytes.length / 2), Math.floor(bytes.length * 0.9)]) {
      await refusal(bytes.subarray(0, length)).toThrow(
        `photos/a.jpg: expected a whole ${format}, which could not be decoded; replace it or leave it out`,
      );
    }
  });

  test('in the same words, whatever else is decoded', async () => {
    const whole = await toEncode(photo(60, 80)).jpeg().toBuffer();
    const decoding = Array.from({ length: 200 }, (_, i) =>
      decodePicture({ bytes: i % 2 ? whole : whole.subarray(0, 12 + i), origin: 'a.jpg' }),
    );
    const refused = (await Promise.allSettled(decoding)).filter(({ status }) => status === 'rejected');
    const messages = refused.map((answer) => ((answer as PromiseRejectedResult).reason as Error).message);
    expect(messages).toHaveLength(100);
    expect([...new Set(messages)]).toHaveLength(1);
  });

  test('a picture of 40,000 × 40,000 pixels by its header', async () => {
    await refusal(pngOf(40_000, 40_000), 'bomb.png').toThrow(
      'bomb.png: expected at most 134217728 pixels, got 40000 × 40000 by the header of the PNG; leave it out, or raise ' +
        'maxPixels',
    );
    const encoded = encodedOf('JPEG');
    await expect(decodePicture(encoded, { maxPixels: 175 })).rejects.toThrow(
      'expected at most 175 pixels, got 11 × 16',
    );
    expect((await decodePicture(encoded, { maxPixels: 176 })).shape).toEqual([11, 16, 3]);
  });

  test('options out of their range', async () => {
    await expect(decodePicture(encodedOf('PNG'), { channels: 2 as never })).rejects.toThrow(
      'channels must be 1 or 3: got 2; use 3 for RGB',
    );
    const view = () => ({ box: { top: 0, left: 0, height: 12, width: 16 }, size: [5, 5] as const });
    await expect(decodePicture(encodedOf('PNG'), { view })).rejects.toThrow(
      'view.box must be whole pixels inside [11, 16]: got top 0, left 0, height 12, width 16',
    );
  });
});

describe('decodePicture without sharp', () => {
  afterEach(() => {
    vi.doUnmock('sharp');
    vi.resetModules();
  });

  test('says what to install', async () => {
    vi.resetModules();
    vi.doMock('sharp', () => {
      throw new Error('not there');
    });
    const { decodePicture: decode } = await import('./decode-picture.ts');
    await expect(decode(encodedOf('PNG'))).rejects.toThrow(
      /^pictures are decoded by the package sharp, which could not be loaded: .+; run `npm install sharp`$/,
    );
  });
});

/** A PNG whose header says this size, with hardly anything in it. */
function pngOf(height: number, width: number): Uint8Array {
  const chunk = (name: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    checksum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, checksum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1; // one bit, grey
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(100))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
