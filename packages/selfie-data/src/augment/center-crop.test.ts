import { describe, expect, test } from 'vitest';
import { centerCrop } from './center-crop.ts';
import { bytes, fromTorchvision, picture } from './fixtures/from-torchvision.ts';
import { takeView } from './view.ts';

describe('centerCrop', () => {
  test.each(fromTorchvision.centerCropped)('of $shape by $resize, $size is that of torchvision', (fixture) => {
    const original = picture(fixture);
    const view = centerCrop({ size: Number(fixture.size), resize: Number(fixture.resize) });
    const { pixels } = takeView(original, view([original.shape[0], original.shape[1]]));
    const expected = bytes(fixture.cropped);
    expect(pixels.length).toBe(expected.length);
    pixels.forEach((value, i) => {
      expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(1);
    });
  });

  test('resizes until the size is covered, and leaves pictures of that size as they are', () => {
    expect(centerCrop({ size: 224, resize: 256 })([375, 500])).toEqual({
      box: { top: 0, left: 0, height: 375, width: 500 },
      size: [256, 341],
      window: { top: 16, left: 58, height: 224, width: 224 },
    });
    const sizes = centerCrop({ size: [3, 5] });
    expect(sizes([6, 20]).size).toEqual([3, 10]);
    expect(sizes([30, 10]).size).toEqual([15, 5]);
    expect(sizes([3, 5]).size).toEqual([3, 5]);
    const one = { pixels: new Uint8Array(15), shape: [3, 5, 1] } as const;
    expect(takeView(one, sizes([3, 5]))).toBe(one);
  });

  test.each([
    [{ size: 0 }, 'size must be of whole numbers above 0: got [0, 0]; use e.g. 224'],
    [{ size: 3, resize: 2.5 }, 'resize must be of whole numbers above 0: got [2.5, 2.5]; use e.g. 224'],
    [
      { size: 256, resize: 224 },
      'size must not exceed what pictures are resized to: got [256, 256] of [224, 224]; make resize at least as great',
    ],
  ])('refuses %o', (options, message) => {
    expect(() => centerCrop(options)).toThrow(message);
  });
});
