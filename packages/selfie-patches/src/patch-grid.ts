/** A size in pixels: one number for a square, or [height, width]. */
export type PixelSize = number | readonly [height: number, width: number];

/** The grid that patches of one size make of an image. */
export interface PatchGrid {
  /** Height and width of the image, in pixels. */
  readonly image: readonly [height: number, width: number];
  /** Height and width of a patch, in pixels. */
  readonly patch: readonly [height: number, width: number];
  /** How many patches stand below and beside each other. */
  readonly grid: readonly [rows: number, columns: number];
}

/**
 * The grid `[rows, columns]` of patches that tile an image without gap or overlap.
 *
 * @throws if a size is no whole number of pixels, or the patch does not divide the image.
 */
export function patchGrid(imageSize: PixelSize, patchSize: PixelSize): PatchGrid {
  const image = heightAndWidth('imageSize', imageSize);
  const patch = heightAndWidth('patchSize', patchSize);
  const [height, width] = image;
  const [patchHeight, patchWidth] = patch;
  if (height % patchHeight !== 0 || width % patchWidth !== 0) {
    const fitting =
      typeof patchSize === 'number'
        ? `a divisor of both, e.g. ${nearest(patchSize, image)}`
        : `divisors of both, e.g. [${nearest(patchHeight, [height])}, ${nearest(patchWidth, [width])}]`;
    throw new Error(
      `patchSize ${show(patchSize)} does not divide the image: got ${show(image)} pixels; use ${fitting}`,
    );
  }
  return { image, patch, grid: [height / patchHeight, width / patchWidth] };
}

function heightAndWidth(name: string, size: PixelSize): readonly [number, number] {
  const [height, width] = typeof size === 'number' ? [size, size] : size;
  if (!Number.isInteger(height) || !Number.isInteger(width) || height < 1 || width < 1) {
    throw new Error(
      `${name} is in whole pixels, one number or [height, width]: got ${show(size)}; use e.g. 32 or [32, 48]`,
    );
  }
  return [height, width];
}

/** The number nearest to `wanted` that divides all `lengths`. */
function nearest(wanted: number, lengths: readonly number[]): number {
  let best = 1;
  for (let divisor = 2; divisor <= Math.min(...lengths); divisor++) {
    const divides = lengths.every((length) => length % divisor === 0);
    if (divides && Math.abs(divisor - wanted) < Math.abs(best - wanted)) best = divisor;
  }
  return best;
}

const show = (size: PixelSize): string => (typeof size === 'number' ? `${size}` : `[${size.join(', ')}]`);
