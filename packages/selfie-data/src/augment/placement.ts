import { type Place, uniforms } from 'selfie-random';
import type { Shape } from '../sources/picture.ts';
import type { Augmentation } from './augmentation.ts';

/** Where the draws of one example come from: the run's seed, and the example's own stream. */
export type Example = Omit<Place, 'site'>;

/** Where a picture is read from: its pixel (y, x) is that of (y + rows, x + columns) before, mirrored after that. */
export interface Placement {
  readonly rows: number;
  readonly columns: number;
  readonly mirrored: boolean;
}

/** The place of a picture that is not augmented. */
export const UNCHANGED: Placement = { rows: 0, columns: 0, mirrored: false };

/**
 * The drawing of placements for pictures `[h, w, c]`: rows and columns from −shift to shift, each equally likely.
 *
 * @throws RangeError if the shift is no whole number of pixels, or would move a picture out of sight.
 */
export function drawPlacement(
  { shift = 0, flip = 'none' }: Augmentation,
  [height, width]: Shape,
): (example: Example) => Placement {
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
