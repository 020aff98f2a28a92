import { describe, expect, test } from 'vitest';
import { resize } from './resize.ts';
import { takeView } from './view.ts';

const picture = {
  pixels: Uint8Array.from({ length: 7 * 9 * 2 }, (_, i) => (i * 31 + 1) % 256),
  shape: [7, 9, 2],
} as const;
const all = { top: 0, left: 0, height: 7, width: 9 };

/** Cuts out a box pixel by pixel. */
function cut({ pixels, shape }: { pixels: Uint8Array; shape: readonly number[] }, box: typeof all): Uint8Array {
  const out: number[] = [];
  for (let y = box.top; y < box.top + box.height; y++)
    for (let x = box.left; x < box.left + box.width; x++)
      for (let c = 0; c < 2; c++) out.push(pixels[(y * shape[1]! + x) * 2 + c]!);
  return Uint8Array.from(out);
}

describe('takeView', () => {
  test('gives the picture itself where all of it is seen in its own size', () => {
    expect(takeView(picture, { box: all, size: [7, 9] })).toBe(picture);
  });

  test('cuts, then resizes what was cut, then cuts again', () => {
    const box = { top: 1, left: 3, height: 5, width: 6 };
    const window = { top: 1, left: 0, height: 2, width: 3 };
    const boxed = { pixels: cut(picture, box), shape: [5, 6, 2] as const };
    expect(takeView(picture, { box, size: [5, 6] })).toEqual(boxed);
    expect(takeView(picture, { box, size: [3, 4] })).toEqual(resize(boxed, [3, 4]));
    const seen = takeView(picture, { box, size: [3, 4], window });
    expect(seen.shape).toEqual([2, 3, 2]);
    expect(seen.pixels).toEqual(cut(resize(boxed, [3, 4]), window));
    expect(takeView(picture, { box, size: [5, 6], window }).pixels).toEqual(cut(boxed, window));
  });

  test('of a window does not make the whole of what it is a window of', () => {
    const line = { pixels: Uint8Array.of(9, 9, 200), shape: [1, 3, 1] } as const;
    const window = { top: 2 ** 20, left: 2 ** 40, height: 2, width: 3 };
    const box = { top: 0, left: 0, height: 1, width: 3 };
    expect(takeView(line, { box, size: [2 ** 21, 2 ** 42], window }).shape).toEqual([2, 3, 1]);
  });

  test.each([
    [
      { box: { ...all, top: 1 }, size: [7, 9] as const },
      'view.box must be whole pixels inside [7, 9]: got top 1, left 0, height 7, width 9; round them, and make them smaller',
    ],
    [
      { box: { ...all, left: 0.5, width: 3 }, size: [7, 9] as const },
      'view.box must be whole pixels inside [7, 9]: got top 0, left 0.5, height 7, width 3; round them, and make them smaller',
    ],
    [
      { box: all, size: [0, 9] as const },
      'view.size must be whole pixels inside [0, 9]: got top 0, left 0, height 0, width 9; round them, and make them smaller',
    ],
    [
      { box: all, size: [3, 3] as const, window: all },
      'view.window must be whole pixels inside [3, 3]: got top 0, left 0, height 7, width 9; round them, and make them smaller',
    ],
  ])('refuses parts that reach out (%#)', (view, message) => {
    expect(() => takeView(picture, view)).toThrow(message);
  });
});
