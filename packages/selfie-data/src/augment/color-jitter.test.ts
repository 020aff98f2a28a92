import { permutation, uniforms } from 'selfie-random';
import { describe, expect, test } from 'vitest';
import { changeBrightness, changeContrast, changeHue, changeSaturation } from './color.ts';
import { jitterColors } from './color-jitter.ts';

const original = Uint8Array.from({ length: 5 * 7 * 3 }, (_, i) => (i * 67 + 13) % 256);
const jittered = (options: Parameters<typeof jitterColors>[0], stream: number, seed = 3) => {
  const pixels = original.slice();
  jitterColors(options, 3)(pixels, { seed, stream });
  return pixels;
};

describe('jitterColors', () => {
  test('applies the four changes in the order drawn, by the factors drawn', () => {
    const orders = new Set<string>();
    for (let stream = 0; stream < 60; stream++) {
      const draws = uniforms(new Float32Array(4), { seed: 3, stream, site: 'data/color-jitter' });
      const order = permutation(4, { seed: 3, stream, site: 'data/color-order' });
      orders.add(order.join());
      const expected = original.slice();
      for (const change of order) {
        if (change === 0) changeBrightness(expected, 3, 0.6 + 0.8 * draws[0]!);
        if (change === 1) changeContrast(expected, 3, 3 * draws[1]!); // 1 − 2 is cut off at 0
        if (change === 2) changeSaturation(expected, 3, 0.7 + 0.6 * draws[2]!);
        if (change === 3) changeHue(expected, 3, -0.1 + 0.2 * draws[3]!);
      }
      const found = jittered({ brightness: 0.4, contrast: 2, saturation: 0.3, hue: 0.1 }, stream);
      found.forEach((value, i) => {
        expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(1);
      });
    }
    expect(orders.size).toBeGreaterThan(15); // of 24
  });

  test('changes nothing by default', () => {
    for (let stream = 0; stream < 5; stream++) expect(jittered({}, stream)).toEqual(original);
  });

  test('draws by seed and stream alone, the same brightness whatever else is changed', () => {
    expect(jittered({ hue: 0.3 }, 1)).toEqual(jittered({ hue: 0.3 }, 1));
    expect(jittered({ hue: 0.3 }, 1)).not.toEqual(jittered({ hue: 0.3 }, 2));
    expect(jittered({ hue: 0.3 }, 1)).not.toEqual(jittered({ hue: 0.3 }, 1, 4));
  });

  test.each([
    [{ brightness: -1 }, 3, 'augment.colorJitter.brightness must be a finite number from 0: got -1; use e.g. 0.4'],
    [{ contrast: Number.NaN }, 3, 'augment.colorJitter.contrast must be a finite number from 0: got NaN; use e.g. 0.4'],
    [
      { saturation: Number.POSITIVE_INFINITY },
      1,
      'augment.colorJitter.saturation must be a finite number from 0: got Infinity; use e.g. 0.4',
    ],
    [{ hue: 0.6 }, 3, 'augment.colorJitter.hue must be from 0 to 0.5 turns: got 0.6; use e.g. 0.1'],
    [{}, 2, 'augment.colorJitter needs pictures with 1 or 3 channels: got 2; leave it out for these pictures'],
  ])('refuses %o with %i channels', (options, channels, message) => {
    expect(() => jitterColors(options, channels)).toThrow(message);
  });
});
