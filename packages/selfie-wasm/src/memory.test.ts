import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heapAt } from './control.ts';
import { allocator } from './memory.ts';

const smallMemory = (maximum = 4000) => new WebAssembly.Memory({ initial: 4, maximum });

/** Sizes to allocate, and below 0 the place (modulo their number) of what to free among what is held. */
const steps = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 300 }),
    fc.integer({ min: 0, max: 100_000 }),
    fc.integer({ min: -1000, max: -1 }),
    fc.integer({ min: -1000, max: -1 }),
  ),
  { maxLength: 300 },
);

describe('allocator', () => {
  it('hands out aligned stretches that do not overlap, and gets all of them back whole', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const memory = smallMemory();
        const { allocate, free } = allocator(memory);
        const held: { address: number; bytes: number }[] = [];
        for (const step of given) {
          if (step >= 0) held.push({ address: allocate(step), bytes: step });
          else if (held.length > 0) free(held.splice(-step % held.length, 1)[0]!.address);
        }
        const sorted = held.toSorted((a, b) => a.address - b.address);
        sorted.forEach(({ address, bytes }, i) => {
          expect(address % 64).toBe(0);
          expect(address).toBeGreaterThanOrEqual(heapAt);
          expect(address + bytes).toBeLessThanOrEqual(sorted[i + 1]?.address ?? memory.buffer.byteLength);
        });
        for (const { address } of held) free(address);
        const size = memory.buffer.byteLength;
        expect(allocate(size - heapAt)).toBe(heapAt);
        expect(memory.buffer.byteLength).toBe(size);
      }),
      { numRuns: 200 },
    );
  });

  it('does not grow over a million allocations of mixed sizes', () => {
    const memory = smallMemory();
    const { allocate, free } = allocator(memory);
    const held: number[] = [];
    let state = 1;
    const random = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const turn = () => {
      held.push(allocate(random(2) === 0 ? random(500) : random(100_000)));
      if (held.length > 200) free(held.splice(random(held.length), 1)[0]!);
    };
    for (let i = 0; i < 100_000; i++) turn();
    const size = memory.buffer.byteLength;
    expect(size).toBeLessThan(2 * 200 * 50_000);
    for (let i = 0; i < 900_000; i++) turn();
    expect(memory.buffer.byteLength).toBe(size);
  });

  it('says how much is in use when there is no more, and goes on', () => {
    const memory = smallMemory(8);
    const { allocate, free } = allocator(memory);
    const first = allocate(300_000);
    const held = memory.buffer.byteLength;
    expect(() => allocate(300_000)).toThrow(
      `${held} bytes are in use and 300032 more were asked for, but 4 GiB is all that can be had`,
    );
    free(first);
    expect(allocate(300_000)).toBe(first);
  });

  it('takes back only what it handed out, and once', () => {
    const { allocate, free } = allocator(smallMemory());
    const address = allocate(100);
    expect(() => free(address + 64)).toThrow(`free: nothing was allocated at ${address + 64}`);
    free(address);
    expect(() => free(address)).toThrow(`free: nothing was allocated at ${address}`);
  });
});
