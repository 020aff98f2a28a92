import { describe, expect, test } from 'vitest';
import { siteKey } from './site-key.ts';
import { threefry } from './threefry.ts';
import { uniform, uniformBetween, uniforms } from './uniform.ts';

const at = { seed: 7, stream: 11, site: 'dropout' };

/** Σ (observed − expected)² / expected over equally likely cells. */
function chiSquare(counts: Int32Array, draws: number): number {
  const expected = draws / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function correlation(a: Float32Array, b: Float32Array): number {
  return (12 / a.length) * a.reduce((sum, value, i) => sum + (value - 0.5) * (b[i]! - 0.5), 0);
}

describe('uniforms', () => {
  test('are the upper 24 bits of the words of the key (seed, site) and the counter (stream, index / 2)', () => {
    const block = new Uint32Array(2);
    const draws = uniforms(new Float32Array(7), at);
    for (let i = 0; i < draws.length; i++) {
      threefry(block, 7, siteKey('dropout'), 11, Math.floor(i / 2));
      expect(draws[i]).toBe(Math.floor(block[i % 2]! / 256) / 2 ** 24);
    }
  });

  test.each([0, 1, 2, 5])('from index %i are the same draws, and one draw is the same as many', (index) => {
    const all = uniforms(new Float32Array(12), at);
    expect([...uniforms(new Float32Array(5), { ...at, index })]).toEqual([...all.subarray(index, index + 5)]);
    expect(uniform({ ...at, index })).toBe(all[index]);
  });

  test('fill a view and nothing beside it', () => {
    const out = new Float32Array(7).fill(-1);
    uniforms(out.subarray(2, 5), { ...at, index: 3 });
    expect([...out].map((value) => value >= 0)).toEqual([false, false, true, true, true, false, false]);
  });

  test('reach the last index', () => {
    expect(uniform({ ...at, index: 2 ** 32 - 1 })).toBeGreaterThanOrEqual(0);
  });

  test('are spread evenly over 256 bins', () => {
    const draws = uniforms(new Float32Array(2 ** 18), at);
    const counts = new Int32Array(256);
    for (const draw of draws) counts[Math.floor(draw * 256)]!++;
    expect(chiSquare(counts, draws.length)).toBeLessThan(330.5); // 99.9 % of chi-square with 255 degrees
  });

  test('of neighbouring streams are spread evenly over a 16 × 16 grid, at the first index too', () => {
    const counts = new Int32Array(256);
    const streams = 2 ** 16;
    for (let stream = 0; stream < streams; stream++) {
      const here = uniform({ ...at, stream });
      const next = uniform({ ...at, stream: stream + 1 });
      counts[16 * Math.floor(here * 16) + Math.floor(next * 16)]!++;
    }
    expect(chiSquare(counts, streams)).toBeLessThan(330.5);
  });

  test.each([
    ['seed', { ...at, seed: 8 }],
    ['stream', { ...at, stream: 12 }],
    ['site', { ...at, site: 'dropout2' }],
  ])('do not correlate with those of another %s', (_, other) => {
    const n = 2 ** 16;
    const draws = uniforms(new Float32Array(n), at);
    expect(Math.abs(correlation(draws, uniforms(new Float32Array(n), other)))).toBeLessThan(4 / Math.sqrt(n));
  });

  test.each([
    [{ ...at, seed: -1 }, 'seed must be an unsigned 32-bit integer: got -1; use a whole number in [0, 2^32 - 1]'],
    [{ ...at, stream: 1.5 }, 'stream must be an unsigned 32-bit integer: got 1.5; use a whole number in [0, 2^32 - 1]'],
    [
      { ...at, index: 2 ** 32 },
      'index must be an unsigned 32-bit integer: got 4294967296; use a whole number in [0, 2^32 - 1]',
    ],
    [
      { ...at, seed: Number.NaN },
      'seed must be an unsigned 32-bit integer: got NaN; use a whole number in [0, 2^32 - 1]',
    ],
  ])('refuse %o', (place, message) => {
    expect(() => uniforms(new Float32Array(1), place)).toThrow(message);
  });
});

describe('uniformBetween', () => {
  test('stretches the draws of stream 0', () => {
    const draws = uniforms(new Float32Array(100), { seed: 3, stream: 0, site: 'kernel' });
    const stretched = uniformBetween(new Float32Array(100), -2, 5, { seed: 3, site: 'kernel' });
    for (let i = 0; i < 100; i++) expect(stretched[i]).toBeCloseTo(7 * draws[i]! - 2, 5);
  });

  test('refuses bounds in the wrong order', () => {
    expect(() => uniformBetween(new Float32Array(1), 1, -1, { seed: 0, site: 'kernel' })).toThrow(
      'low must be below high: got 1 and -1; swap them',
    );
  });
});
