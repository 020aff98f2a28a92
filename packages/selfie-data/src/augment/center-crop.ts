import type { Size } from './resize.ts';
import { roundHalfEven } from './round-half-even.ts';
import type { View } from './view.ts';

/** What is cut from the middle of pictures. */
export interface CenterCropOptions {
  /** The size of what is cut out, in pixels: one number or [height, width]. */
  readonly size: number | Size;
  /**
   * Pictures are resized until they just cover this size, before the middle is cut out: for a number, the shorter side
   * gets this many pixels. torchvision's weights for ImageNet are evaluated with 256 for a size of 224.
   *
   * @default size
   */
  readonly resize?: number | Size;
}

/**
 * The view of the middle of a picture, as by torchvision's Resize and CenterCrop: a function from the picture's
 * [height, width].
 *
 * @throws RangeError if a side is no whole number above 0, or the size is greater than what pictures are resized to.
 */
export function centerCrop({ size, resize = size }: CenterCropOptions): (picture: Size) => View {
  const [height, width] = sides('size', size);
  const [coverHeight, coverWidth] = sides('resize', resize);
  if (height > coverHeight || width > coverWidth) {
    throw new RangeError(
      `size must not exceed what pictures are resized to: got [${height}, ${width}] of ` +
        `[${coverHeight}, ${coverWidth}]; make resize at least as great`,
    );
  }
  return ([pictureHeight, pictureWidth]) => {
    const byHeight = coverHeight * pictureWidth >= coverWidth * pictureHeight;
    const resized: Size = byHeight
      ? [coverHeight, Math.trunc((coverHeight * pictureWidth) / pictureHeight)]
      : [Math.trunc((coverWidth * pictureHeight) / pictureWidth), coverWidth];
    return {
      box: { top: 0, left: 0, height: pictureHeight, width: pictureWidth },
      size: resized,
      window: {
        top: roundHalfEven((resized[0] - height) / 2),
        left: roundHalfEven((resized[1] - width) / 2),
        height,
        width,
      },
    };
  };
}

function sides(name: string, size: number | Size): Size {
  const [height, width] = typeof size === 'number' ? [size, size] : size;
  if (![height, width].every((side) => Number.isInteger(side) && side > 0)) {
    throw new RangeError(`${name} must be of whole numbers above 0: got [${height}, ${width}]; use e.g. 224`);
  }
  return [height, width];
}
