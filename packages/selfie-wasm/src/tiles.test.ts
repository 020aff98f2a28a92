import { afterEach, describe, expect, it, vi } from 'vitest';
import { tileNames } from './generated/binaries.ts';
import { fastestTile } from './tiles.ts';

afterEach(() => vi.restoreAllMocks());

describe('fastestTile', () => {
  it.each([...tileNames.keys()])('finds tile %i with a clock as coarse as a browser’s', (fastest) => {
    let [time, tile] = [0, 0];
    vi.spyOn(performance, 'now').mockImplementation(() => Math.floor(time * 10) / 10);
    const exports = {
      useScratch() {},
      useTile(number: number) {
        tile = number;
      },
      matMul() {
        time += 0.03;
      },
      matMulTransposed() {
        time += tile === fastest ? 0.03 : 0.04;
      },
    };
    expect(fastestTile({ exports })).toBe(fastest);
  });
});
