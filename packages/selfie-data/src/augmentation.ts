import { type Place, uniforms } from 'selfie-random';

/** How pictures are changed at random before they are learned from. */
export interface Augmentation {
  /**
   * Zeros are put around the picture, this many pixels on each side, and it is cropped back to its size at random.
   *
   * @default 0
   */
  readonly shift?: number;
  /**
   * `horizontal` mirrors every second picture, at random, left to right.
   *
   * @default 'none'
   */
  readonly flip?: 'none' | 'horizontal';
}

/** Where a picture is read from: its pixel (y, x) is that of (y + rows, x + columns) before, mirrored after that. */
export interface Placement {
  readonly rows: number;
  readonly columns: number;
  readonly mirrored: boolean;
}

/** The place of a picture that is not augmented. */
export const UNCHANGED: Placement = { rows: 0, columns: 0, mirrored: false };

/** Draws the placement of one example from its own stream. */
export type DrawPlacement = (example: Omit<Place, 'site'>) => Placement;

/**
 * The drawing of placements for pictures `[h, w, c]`: rows and columns from −shift to shift, each equally likely.
 *
 * @throws RangeError if the shift is no whole number of pixels, or would move a picture out of sight.
 */
export function drawPlacement(
  { shift = 0, flip = 'none' }: Augmentation,
  [height, width]: readonly [number, number, number],
): DrawPlacement {
  if (!Number.isInteger(shift) || shift < 0 || shift >= Math.min(height, width)) {
    throw new RangeError(
      `augment.shift must be a whole number of pixels below the picture's sides: got ${shift} for ` +
        `[${height}, ${width}] pixels; use e.g. ${Math.floor(Math.min(height, width) / 8)}`,
    );
  }
  if (flip !== 'none' && flip !== 'horizontal') {
    throw new RangeError(
      `augment.flip must be 'none' or 'horizontal': got ${JSON.stringify(flip)}; use one of the two`,
    );
  }
  const draws = new Float32Array(2);
  const choices = 2 * shift + 1;
  return ({ seed, stream }) => {
    uniforms(draws, { seed, stream, site: 'data/shift' });
    const rows = Math.floor(draws[0]! * choices) - shift;
    const columns = Math.floor(draws[1]! * choices) - shift;
    const mirrored = flip === 'horizontal' && uniforms(draws, { seed, stream, site: 'data/flip' })[0]! < 0.5;
    return { rows, columns, mirrored };
  };
}
