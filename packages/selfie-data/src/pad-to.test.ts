import { expect, test } from 'vitest';
import { padTo } from './pad-to.ts';

const data = {
  length: 3,
  shape: [3, 5, 2] as const,
  images: Uint8Array.from({ length: 90 }, (_, i) => i + 1),
  labels: Uint8Array.of(1, 0, 1),
  classes: 2,
};

test('puts each picture in the middle of zeros', () => {
  const padded = padTo(data, [6, 9]); // one row above and two below, two columns on each side
  expect(padded.shape).toEqual([6, 9, 2]);
  expect(padded.images.length).toBe(3 * 6 * 9 * 2);
  for (let n = 0; n < 3; n++)
    for (let y = 0; y < 6; y++)
      for (let x = 0; x < 9; x++)
        for (let c = 0; c < 2; c++) {
          const inside = y >= 1 && y < 4 && x >= 2 && x < 7;
          const expected = inside ? data.images[((n * 3 + y - 1) * 5 + x - 2) * 2 + c] : 0;
          expect(padded.images[((n * 6 + y) * 9 + x) * 2 + c]).toBe(expected);
        }
});

test('takes one number for both sides, and keeps labels and classes', () => {
  expect(padTo(data, 5).shape).toEqual([5, 5, 2]);
  expect(padTo(data, 5)).toMatchObject({ length: 3, labels: data.labels, classes: 2 });
  expect(padTo(data, [3, 5]).images).toEqual(data.images);
});

test.each([
  [4, "padTo must be whole numbers not below the pictures' sides: got [4, 4] for [3, 5] pixels; use at least 5"],
  [7.5, "padTo must be whole numbers not below the pictures' sides: got [7.5, 7.5] for [3, 5] pixels; use at least 5"],
])('refuses %d', (size, message) => {
  expect(() => padTo(data, size)).toThrow(message);
});
