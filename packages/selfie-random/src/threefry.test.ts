import { expect, test } from 'vitest';
import { threefry } from './threefry.ts';

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24];

/** The published definition in exact integers, round by round. */
function oracle(key: [number, number], counter: [number, number]): number[] {
  const word = (x: bigint) => BigInt.asUintN(32, x);
  const keys = [BigInt(key[0]), BigInt(key[1]), 0x1bd11bdan ^ BigInt(key[0]) ^ BigInt(key[1])];
  let [a, b] = [word(BigInt(counter[0]) + keys[0]!), word(BigInt(counter[1]) + keys[1]!)];
  for (let round = 0; round < 20; round++) {
    const rotation = BigInt(ROTATIONS[round % 8]!);
    a = word(a + b);
    b = word((b << rotation) | (b >> (32n - rotation))) ^ a;
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      a = word(a + keys[injection % 3]!);
      b = word(b + keys[(injection + 1) % 3]! + BigInt(injection));
    }
  }
  return [Number(a), Number(b)];
}

test.each([
  { counter: [0, 0], key: [0, 0], answer: [0x6b200159, 0x99ba4efe] },
  { counter: [0xffffffff, 0xffffffff], key: [0xffffffff, 0xffffffff], answer: [0x1cb996fc, 0xbb002be7] },
  { counter: [0x243f6a88, 0x85a308d3], key: [0x13198a2e, 0x03707344], answer: [0xc4923a9c, 0x483df7a0] },
] as const)('gives the known answer of Random123 for counter $counter', ({ counter, key, answer }) => {
  const block = new Uint32Array(2);
  threefry(block, key[0], key[1], counter[0], counter[1]);
  expect([...block]).toEqual(answer);
});

test('agrees with the definition in exact integers', () => {
  const block = new Uint32Array(2);
  for (let i = 0; i < 500; i++) {
    const key: [number, number] = [Math.imul(i, 0x9e3779b1) >>> 0, Math.imul(i, 0x85ebca6b) >>> 0];
    const counter: [number, number] = [Math.imul(i, 0xc2b2ae35) >>> 0, i];
    threefry(block, ...key, ...counter);
    expect([...block]).toEqual(oracle(key, counter));
  }
});
