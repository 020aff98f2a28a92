import type { Picture } from '../sources/picture.ts';

/** The luma of an RGB picture `[h, w, 3]` as `[h, w, 1]`, to the byte that of Pillow's `convert('L')` (ITU-R BT.601). */
export function toGrey({ pixels, shape: [height, width] }: Picture): Picture {
  const grey = new Uint8Array(height * width);
  for (let i = 0; i < grey.length; i++) {
    grey[i] = (19595 * pixels[3 * i]! + 38470 * pixels[3 * i + 1]! + 7471 * pixels[3 * i + 2]! + 32768) >> 16;
  }
  return { pixels: grey, shape: [height, width, 1] };
}
