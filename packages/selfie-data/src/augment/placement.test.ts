import { expect, test } from 'vitest';
import { drawPlacement } from './placement.ts';

const shape = [5, 7, 1] as const;

test('draws every shift and either side equally often', () => {
  const draw = drawPlacement({ shift: 2, flip: 'horizontal' }, shape);
  const counts = new Int32Array(5 * 5 * 2);
  const draws = 20_000;
  for (let stream = 0; stream < draws; stream++) {
    const { rows, columns, mirrored } = draw({ seed: 4, stream });
    counts[((rows + 2) * 5 + columns + 2) * 2 + Number(mirrored)]!++;
  }
  const expected = draws / counts.length;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  expect(chiSquare).toBeLessThan(85.4); // 99.9 % of chi-square with 49 degrees
});

test('draws by seed and stream alone', () => {
  const draw = drawPlacement({ shift: 4, flip: 'horizontal' }, shape);
  const placements = (seed: number) => Array.from({ length: 50 }, (_, stream) => draw({ seed, stream }));
  expect(placements(1)).toEqual(placements(1));
  expect(placements(1)).not.toEqual(placements(2));
});

test('draws the same shifts with and without mirroring', () => {
  for (let stream = 0; stream < 20; stream++) {
    const { rows, columns } = drawPlacement({ shift: 3, flip: 'horizontal' }, shape)({ seed: 1, stream });
    expect(drawPlacement({ shift: 3 }, shape)({ seed: 1, stream })).toEqual({ rows, columns, mirrored: false });
  }
});

test('leaves pictures unchanged by default', () => {
  for (let stream = 0; stream < 20; stream++) {
    expect(drawPlacement({}, shape)({ seed: 1, stream })).toEqual({ rows: 0, columns: 0, mirrored: false });
  }
});

test.each([
  [
    { shift: 5 },
    "augment.shift must be a whole number of pixels below the picture's sides: got 5 for [5, 7] pixels; use e.g. 0",
  ],
  [
    { shift: -1 },
    "augment.shift must be a whole number of pixels below the picture's sides: got -1 for [5, 7] pixels; use e.g. 0",
  ],
  [
    { shift: 0.5 },
    "augment.shift must be a whole number of pixels below the picture's sides: got 0.5 for [5, 7] pixels; use e.g. 0",
  ],
  [{ flip: 'vertical' as never }, "augment.flip must be 'none' or 'horizontal': got \"vertical\"; use one of the two"],
])('refuses %o', (augmentation, message) => {
  expect(() => drawPlacement(augmentation, shape)).toThrow(message);
});
