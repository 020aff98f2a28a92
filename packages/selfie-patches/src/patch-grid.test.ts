import { expect, test } from 'vitest';
import { patchGrid } from './patch-grid.ts';

test('divides height by height and width by width', () => {
  expect(patchGrid(32, 8).grid).toEqual([4, 4]);
  expect(patchGrid([6, 20], [3, 4])).toEqual({ image: [6, 20], patch: [3, 4], grid: [2, 5] });
  expect(patchGrid([35, 14], 7).grid).toEqual([5, 2]);
});

test('says which patch would fit', () => {
  expect(() => patchGrid([32, 48], 7)).toThrow(
    'patchSize 7 does not divide the image: got [32, 48] pixels; use a divisor of both, e.g. 8',
  );
  expect(() => patchGrid([32, 45], [8, 8])).toThrow(
    'patchSize [8, 8] does not divide the image: got [32, 45] pixels; use divisors of both, e.g. [8, 9]',
  );
  expect(() => patchGrid(32, 33)).toThrow(
    'patchSize 33 does not divide the image: got [32, 32] pixels; use a divisor of both, e.g. 32',
  );
});

test.each([0, -8, 2.5, Number.NaN])('refuses %d pixels', (size) => {
  const sentence = 'is in whole pixels, one number or [height, width]: got';
  expect(() => patchGrid(32, size)).toThrow(`patchSize ${sentence} ${size}; use e.g. 32 or [32, 48]`);
  expect(() => patchGrid([32, size], 8)).toThrow(`imageSize ${sentence} [32, ${size}]; use e.g. 32 or [32, 48]`);
});
