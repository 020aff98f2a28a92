import { describe, expect, test } from 'vitest';
import { bytes, fromTorchvision, numbers, picture } from './fixtures/from-torchvision.ts';
import { resize, resizeBox } from './resize.ts';

describe('resize', () => {
  test.each(fromTorchvision.resized)('of $shape to $size gives the bytes of Pillow', (fixture) => {
    const [height, width] = numbers(fixture.size);
    const original = picture(fixture);
    const resized = resize(original, [height!, width!]);
    expect(resized.shape).toEqual([height, width, original.shape[2]]);
    expect(resized.pixels).toEqual(bytes(fixture.resized));
  });

  test('leaves a picture of one colour so, and does not mix channels', () => {
    const pixels = Uint8Array.from({ length: 7 * 5 * 3 }, (_, i) => [0, 255, 77][i % 3]!);
    const { pixels: resized } = resize({ pixels, shape: [7, 5, 3] }, [11, 3]);
    resized.forEach((value, i) => {
      expect(value).toBe([0, 255, 77][i % 3]);
    });
  });

  test('commutes with transposing', () => {
    const transpose = (values: Uint8Array, height: number, width: number) =>
      Uint8Array.from(values, (_, i) => values[(i % height) * width + Math.floor(i / height)]!);
    const pixels = Uint8Array.from({ length: 13 * 9 }, (_, i) => (i * 89 + 5) % 256);
    const straight = resize({ pixels, shape: [13, 9, 1] }, [5, 7]).pixels;
    const turned = resize({ pixels: transpose(pixels, 13, 9), shape: [9, 13, 1] }, [7, 5]).pixels;
    transpose(turned, 7, 5).forEach((value, i) => {
      expect(Math.abs(value - straight[i]!)).toBeLessThanOrEqual(1); // columns are rounded to bytes before rows are
    });
  });

  test.each([
    [[0, 3] as const, 'size must be two whole numbers above 0: got [0, 3]; use e.g. [224, 224]'],
    [[3, 2.5] as const, 'size must be two whole numbers above 0: got [3, 2.5]; use e.g. [224, 224]'],
  ])('refuses [%s]', (size, message) => {
    expect(() => resize({ pixels: new Uint8Array(6), shape: [2, 3, 1] }, size)).toThrow(message);
  });
});

test('resizeBox gives a part of what resize gives', () => {
  const pixels = Uint8Array.from({ length: 12 * 20 * 2 }, (_, i) => (i * 57 + 3) % 256);
  const all = resize({ pixels, shape: [12, 20, 2] }, [9, 8]).pixels;
  const box = { top: (2 * 12) / 9, left: (3 * 20) / 8, height: (4 * 12) / 9, width: (5 * 20) / 8 };
  const part = resizeBox({ pixels, shape: [12, 20, 2] }, [4, 5], box);
  expect(part.shape).toEqual([4, 5, 2]);
  for (let y = 0; y < 4; y++) {
    const row = all.subarray(((y + 2) * 8 + 3) * 2, ((y + 2) * 8 + 8) * 2);
    expect(part.pixels.subarray(y * 10, y * 10 + 10)).toEqual(row);
  }
});
