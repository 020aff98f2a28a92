import { expect, test } from 'vitest';
import { interleavePlanes } from './interleave-planes.ts';

test('puts the colours of a pixel together', () => {
  const planes = Uint8Array.of(...[255, 0, 0, 90], ...[0, 255, 0, 91], ...[0, 0, 255, 92]); // red, green, blue
  const out = new Uint8Array(12);
  interleavePlanes(out, planes, { pixels: 4 });
  expect([...out]).toEqual([255, 0, 0, 0, 255, 0, 0, 0, 255, 90, 91, 92]);
});

test('takes planes in parts that begin and end anywhere', () => {
  const [pictures, channels, pixels] = [3, 5, 7];
  const planes = Uint8Array.from({ length: pictures * channels * pixels }, (_, i) => i + 1);
  const expected = Array.from({ length: planes.length }, (_, i) => {
    const [picture, pixel, channel] = [Math.floor(i / 35), Math.floor((i % 35) / 5), i % 5];
    return planes[picture * 35 + channel * 7 + pixel];
  });
  for (const step of [1, 4, 7, 36, 105]) {
    const out = new Uint8Array(planes.length);
    for (let from = 0; from < planes.length; from += step) {
      interleavePlanes(out, planes.subarray(from, from + step), { from, pixels, channels });
    }
    expect([...out]).toEqual(expected);
  }
});
