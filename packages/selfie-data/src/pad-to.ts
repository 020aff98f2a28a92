import { checkDataset, type ImageDataset } from './dataset.ts';

/**
 * Pictures `[length, h, w, c]` with zeros around them, in the middle of `size` pixels: 28×28 becomes 32×32 with two
 * zeros on each side. An odd difference puts the extra zeros at the bottom and at the right.
 *
 * @param size One number or [height, width], in pixels.
 * @throws RangeError if the size is smaller than the pictures.
 */
export function padTo<T extends ImageDataset>(data: T, size: number | readonly [height: number, width: number]): T {
  checkDataset(data);
  const [height, width, channels] = data.shape;
  const [paddedHeight, paddedWidth] = typeof size === 'number' ? ([size, size] as const) : size;
  const fits = (padded: number, side: number) => Number.isInteger(padded) && padded >= side;
  if (!fits(paddedHeight, height) || !fits(paddedWidth, width)) {
    throw new RangeError(
      `padTo must be whole numbers not below the pictures' sides: got [${paddedHeight}, ${paddedWidth}] for ` +
        `[${height}, ${width}] pixels; use at least ${Math.max(height, width)}`,
    );
  }
  const top = Math.floor((paddedHeight - height) / 2);
  const left = Math.floor((paddedWidth - width) / 2);
  const row = width * channels;
  const images = new Uint8Array(data.length * paddedHeight * paddedWidth * channels);
  for (let picture = 0; picture < data.length; picture++) {
    for (let y = 0; y < height; y++) {
      const from = (picture * height + y) * row;
      const to = ((picture * paddedHeight + top + y) * paddedWidth + left) * channels;
      images.set(data.images.subarray(from, from + row), to);
    }
  }
  return { ...data, shape: [paddedHeight, paddedWidth, channels], images };
}
