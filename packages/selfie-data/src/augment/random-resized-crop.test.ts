import { describe, expect, test } from 'vitest';
import { fromTorchvision, numbers } from './fixtures/from-torchvision.ts';
import { cropByDraws, drawCrop } from './random-resized-crop.ts';
import type { Size } from './resize.ts';

test.each(fromTorchvision.boxes)('the rule gives torchvision’s box for the same draws (%#)', (fixture) => {
  const [size, scale, ratio] = [fixture.size, fixture.scale, fixture.ratio].map(
    (text) => numbers(text) as unknown as Size,
  );
  const draws = Float32Array.from(numbers(fixture.draws));
  const [top, left, height, width] = numbers(fixture.box);
  const box = cropByDraws(size!, { scale: scale!, ratio: ratio! }, (index) => draws.subarray(index, index + 4));
  expect(box).toEqual({ top, left, height, width });
});

describe('drawCrop', () => {
  const boxes = (size: Size, options = {}, seed = 7) => {
    const draw = drawCrop(options);
    return Array.from({ length: 20_000 }, (_, stream) => draw(size, { seed, stream }));
  };

  test('draws areas uniformly, proportions uniformly in their logarithm, and corners uniformly', () => {
    const [height, width] = [1500, 1500] as const;
    const drawn = boxes([height, width], { scale: [0.1, 0.5] }); // at most half: each first try fits
    const bins = (values: number[]) => {
      const counts = new Int32Array(10);
      for (const value of values) counts[Math.min(9, Math.max(0, Math.floor(value * 10)))]!++;
      return counts.reduce((sum, count) => sum + (count - values.length / 10) ** 2 / (values.length / 10), 0);
    };
    const limit = 27.9; // 99.9 % of chi-square with 9 degrees
    expect(bins(drawn.map((box) => ((box.height * box.width) / (height * width) - 0.1) / 0.4))).toBeLessThan(limit);
    expect(bins(drawn.map((box) => Math.log(box.width / box.height) / Math.log(16 / 9) + 0.5))).toBeLessThan(limit);
    expect(bins(drawn.map((box) => (box.top + 0.5) / (height - box.height + 1)))).toBeLessThan(limit);
    expect(bins(drawn.map((box) => (box.left + 0.5) / (width - box.width + 1)))).toBeLessThan(limit);
  });

  test('keeps boxes inside of the picture, of allowed area and proportions', () => {
    for (const { top, left, height, width } of boxes([37, 53]).slice(0, 2000)) {
      expect(Math.min(top, left, 37 - top - height, 53 - left - width)).toBeGreaterThanOrEqual(0);
      expect((height + 0.5) * (width + 0.5)).toBeGreaterThan(0.08 * 37 * 53);
      expect((width + 0.5) / (height - 0.5)).toBeGreaterThan(3 / 4);
      expect((width - 0.5) / (height + 0.5)).toBeLessThan(4 / 3);
    }
  });

  test('takes the middle of what is too long, at least one pixel', () => {
    expect(drawCrop({ scale: [1, 1] })([1, 1], { seed: 1, stream: 0 })).toEqual({
      top: 0,
      left: 0,
      height: 1,
      width: 1,
    });
    const long = drawCrop({ scale: [1, 1], ratio: [0.1, 0.2] })([1, 1000], { seed: 1, stream: 0 });
    expect(long).toEqual({ top: 0, left: 499, height: 1, width: 1 });
  });

  test('draws by seed and stream alone', () => {
    expect(boxes([30, 40])).toEqual(boxes([30, 40]));
    expect(boxes([30, 40])).not.toEqual(boxes([30, 40], {}, 8));
  });

  test.each([
    [
      { scale: [0, 1] as const },
      'augment.randomResizedCrop.scale must be a least and a greatest value above 0, at most 1: got [0, 1]; use e.g. [0.08, 1]',
    ],
    [
      { scale: [0.5, 1.5] as const },
      'augment.randomResizedCrop.scale must be a least and a greatest value above 0, at most 1: got [0.5, 1.5]; ' +
        'use e.g. [0.08, 1]',
    ],
    [
      { ratio: [2, 1] as const },
      'augment.randomResizedCrop.ratio must be a least and a greatest value above 0: got [2, 1]; use e.g. [3 / 4, 4 / 3]',
    ],
  ])('refuses %o', (options, message) => {
    expect(() => drawCrop(options)).toThrow(message);
  });
});
