import { afterEach, describe, expect, it, vi } from 'vitest';
import { tileNames } from './generated/binaries.ts';
import { fastestTile } from './tiles.ts';

afterEach(() => vi.restoreAllMocks());

const cases = [...tileNames.keys()].flatMap((fastest) =>
  (['matMul', 'matMulTransposed'] as const).map((product) => ({ fastest, product })),
);

describe('fastestTile', () => {
  it.each(cases)('finds tile $fastest by $product with a clock as coarse as a browser’s', ({ fastest, product }) => {
    let [time, tile] = [0, 0];
    vi.spyOn(performance, 'now').mockImplementation(() => Math.floor(time * 10) / 10);
    const take = (name: typeof product) => {
      time += name !== product || tile === fastest ? 0.03 : 0.04;
    };
    const exports = {
      useScratch() {},
      useTile(number: number) {
        tile = number;
      },
      matMul: () => take('matMul'),
      matMulTransposed: () => take('matMulTransposed'),
    };
    expect(fastestTile({ exports })).toBe(fastest);
  });
});
