import { expect, test } from 'vitest';
import { decodeRunLengths } from './run-lengths.ts';

const decode = (bytes: number[], width: number, count: number) => [
  ...decodeRunLengths(Uint8Array.from(bytes), width, count),
];

test('reads bit-packed groups as the format describes them', () => {
  // The example of parquet-format's Encodings.md: 0 … 7 in three bits.
  expect(decode([0b11, 0b10001000, 0b11000110, 0b11111010], 3, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('reads runs, several in a row, and none for no bits', () => {
  expect(decode([5 << 1, 7, 3 << 1, 2], 3, 8)).toEqual([7, 7, 7, 7, 7, 2, 2, 2]);
  expect(decode([2 << 1, 0x34, 0x12], 13, 2)).toEqual([0x1234, 0x1234]);
  expect(decode([0x90, 0x03, 1], 1, 200)).toEqual(Array(200).fill(1));
  expect(decode([4 << 1], 0, 4)).toEqual([0, 0, 0, 0]);
  expect(decode([], 5, 0)).toEqual([]);
});

test('stops at the count, whatever a run says', () => {
  expect(decode([0xfe, 0xff, 0xff, 0xff, 0x0f, 1], 1, 3)).toEqual([1, 1, 1]);
  expect(decode([0xff, 0xff, 0xff, 0xff, 0x0f, 0b101], 1, 3)).toEqual([1, 0, 1]);
});

test.each([
  [[], 'the end of the runs'],
  [[2 << 1], 'the end of the runs'],
  [[0x03, 0xff], 'the end of the bits'],
  [[0, 1], 'a run of nothing'],
  [[0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 1], 'a run without an end'],
])('refuses %j', (bytes, message) => {
  expect(() => decode(bytes, 3, 8)).toThrow(message);
});
