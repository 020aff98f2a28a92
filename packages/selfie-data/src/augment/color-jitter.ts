import { permutation, uniforms } from 'selfie-random';
import type { ColorJitter } from './augmentation.ts';
import { changeBrightness, changeContrast, changeHue, changeSaturation } from './color.ts';
import type { Example } from './placement.ts';

const CHANGES = [changeBrightness, changeContrast, changeSaturation, changeHue];

/**
 * The drawing and applying of colour changes: pixels `[h, w, c]` are changed in place, by factors and in an order drawn
 * for the example, as by torchvision's ColorJitter.
 *
 * @throws RangeError if an option is out of its range, or pictures have neither 1 nor 3 channels.
 */
export function jitterColors(
  { brightness = 0, contrast = 0, saturation = 0, hue = 0 }: ColorJitter,
  channels: number,
): (pixels: Uint8Array, example: Example) => void {
  for (const [name, value] of Object.entries({ brightness, contrast, saturation })) {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`augment.colorJitter.${name} must be a finite number from 0: got ${value}; use e.g. 0.4`);
    }
  }
  if (!(hue >= 0 && hue <= 0.5)) {
    throw new RangeError(`augment.colorJitter.hue must be from 0 to 0.5 turns: got ${hue}; use e.g. 0.1`);
  }
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(
      `augment.colorJitter needs pictures with 1 or 3 channels: got ${channels}; leave it out for these pictures`,
    );
  }
  const most = [brightness, contrast, saturation, hue];
  const draws = new Float32Array(CHANGES.length);
  return (pixels, { seed, stream }) => {
    uniforms(draws, { seed, stream, site: 'data/color-jitter' });
    for (const change of permutation(CHANGES.length, { seed, stream, site: 'data/color-order' })) {
      const strength = most[change]!;
      if (strength === 0) continue;
      const isHue = CHANGES[change] === changeHue;
      const low = isHue ? -strength : Math.max(0, 1 - strength);
      const high = isHue ? strength : 1 + strength;
      CHANGES[change]!(pixels, channels, low + (high - low) * draws[change]!);
    }
  };
}
