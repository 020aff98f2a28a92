import { expect, test } from 'vitest';
import { changeBrightness, changeContrast, changeHue, changeSaturation } from './color.ts';
import { bytes, fromTorchvision, picture } from './fixtures/from-torchvision.ts';

const changes = {
  brightness: changeBrightness,
  contrast: changeContrast,
  saturation: changeSaturation,
  hue: changeHue,
} as const;

test.each(fromTorchvision.colors)('$change by $factor of $shape is that of torchvision', (fixture) => {
  const { pixels, shape } = picture(fixture);
  changes[fixture.change as keyof typeof changes](pixels, shape[2], Number(fixture.factor));
  const expected = bytes(fixture.changed);
  let different = 0;
  pixels.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(1);
    if (value !== expected[i]) different++;
  });
  expect(different).toBeLessThanOrEqual(pixels.length / 50); // rounding in the last bit before what follows the point is cut
});

test('a hue turned by half a turn makes red cyan', () => {
  const pixels = Uint8Array.of(255, 0, 0, 9, 9, 9);
  changeHue(pixels, 3, 0.5);
  expect(pixels).toEqual(Uint8Array.of(0, 255, 255, 9, 9, 9));
});
