import { describe, expect, test } from 'vitest';
import { augmenter } from './augmenter.ts';
import { centerCrop } from './center-crop.ts';
import { jitterColors } from './color-jitter.ts';
import { drawPlacement } from './placement.ts';
import { drawCrop } from './random-resized-crop.ts';
import { takeView } from './view.ts';

const picture = {
  pixels: Uint8Array.from({ length: 9 * 11 * 3 }, (_, i) => (i * 71 + 3) % 256),
  shape: [9, 11, 3],
} as const;
const augment = { randomResizedCrop: {}, colorJitter: { saturation: 0.5 }, shift: 2, flip: 'horizontal' } as const;

describe('augmenter', () => {
  test('looks at a box of the example, resized, in other colours', () => {
    const { look, view, recolor, place } = augmenter({ shape: [5, 7, 3], augment });
    for (let stream = 0; stream < 8; stream++) {
      const example = { seed: 5, stream };
      const box = drawCrop({})([9, 11], example);
      expect(view([9, 11], example)).toEqual({ box, size: [5, 7] });
      const { pixels } = takeView(picture, { box, size: [5, 7] });
      jitterColors({ saturation: 0.5 }, 3)(pixels, example);
      expect(look(picture, example)).toEqual({ pixels, shape: [5, 7, 3] });
      const again = takeView(picture, view([9, 11], example)).pixels;
      recolor(again, example);
      expect(again).toEqual(pixels);
      expect(place(example)).toEqual(drawPlacement({ shift: 2, flip: 'horizontal' }, [5, 7, 3])(example));
    }
  });

  test('looks at the middle by default', () => {
    const { view, look, place } = augmenter({ shape: [5, 7, 3], resize: 8 });
    const example = { seed: 1, stream: 2 };
    expect(view([9, 11], example)).toEqual(centerCrop({ size: [5, 7], resize: 8 })([9, 11]));
    expect(look(picture, example)).toEqual(takeView(picture, view([9, 11], example)));
    expect(place(example)).toEqual({ rows: 0, columns: 0, mirrored: false });
  });

  test('never changes the picture it looks at', () => {
    const before = picture.pixels.slice();
    const { look } = augmenter({ shape: picture.shape, augment: { colorJitter: { brightness: 0.9 } } });
    const seen = look(picture, { seed: 1, stream: 1 });
    expect(seen.pixels).not.toEqual(before);
    expect(picture.pixels).toEqual(before);
    expect(augmenter({ shape: picture.shape }).look(picture, { seed: 1, stream: 1 })).toBe(picture);
  });

  test('refuses what its parts refuse', () => {
    expect(() => augmenter({ shape: [5, 7, 3], augment: { shift: 5 } })).toThrow('augment.shift must be');
    expect(() => augmenter({ shape: [5, 7, 2], augment: { colorJitter: {} } })).toThrow('augment.colorJitter needs');
    expect(() => augmenter({ shape: [5, 7, 3], augment: { randomResizedCrop: { scale: [2, 1] } } })).toThrow(
      'augment.randomResizedCrop.scale must be',
    );
    expect(() => augmenter({ shape: [5, 7, 3], resize: 6 })).toThrow('size must not exceed');
  });
});
