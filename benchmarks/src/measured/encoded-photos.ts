import type { EncodedPicture, PictureFiles } from 'selfie-data';
import sharp from 'sharp';

/** Different JPEGs of 500×375 pixels, with slopes, edges and noise as photos have them, in memory. */
export async function encodedPhotos(count: number): Promise<PictureFiles> {
  const pictures: EncodedPicture[] = [];
  for (let i = 0; i < count; i++) {
    const image = sharp(pixels(375, 500, i), { raw: { height: 375, width: 500, channels: 3 } });
    pictures.push({ bytes: new Uint8Array(await image.jpeg({ quality: 90 }).toBuffer()), origin: `photo ${i}` });
  }
  return { length: count, read: async (index) => pictures[index]! };
}

function pixels(height: number, width: number, seed: number): Uint8Array {
  let random = seed;
  return Uint8ClampedArray.from({ length: height * width * 3 }, (_, i) => {
    const [y, x] = [Math.floor(i / 3 / width), Math.floor(i / 3) % width];
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
    const slopes = 90 + 50 * Math.sin((x + 9 * seed) / 40 + (i % 3)) * Math.cos(y / 31);
    const edges = 40 * ((Math.floor(x / 37) + Math.floor((y + seed) / 23)) % 3);
    return slopes + edges + random * 2 ** -32 * 16;
  }) as unknown as Uint8Array;
}
