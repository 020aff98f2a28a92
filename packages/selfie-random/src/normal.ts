import type { Site } from './place.ts';
import { words } from './words.ts';

/**
 * Fills `out` `[n]` with draws of mean 0 and the given standard deviation, for initial weights (Box–Muller).
 *
 * @throws RangeError if the seed is no unsigned 32-bit integer, or if the deviation is negative or not finite.
 */
export function normal(out: Float32Array, deviation: number, at: Site): Float32Array {
  return fill(out, deviation, Number.POSITIVE_INFINITY, at);
}

/**
 * Fills `out` `[n]` with normal draws, those beyond two standard deviations drawn again: |x| ≤ 2 · deviation, and the
 * standard deviation of what remains is 0.88 · deviation.
 *
 * @throws RangeError if the seed is no unsigned 32-bit integer, or if the deviation is negative or not finite.
 */
export function truncatedNormal(out: Float32Array, deviation: number, at: Site): Float32Array {
  return fill(out, deviation, 2, at);
}

function fill(out: Float32Array, deviation: number, bound: number, { seed, site }: Site): Float32Array {
  if (!(deviation >= 0 && deviation < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`deviation must be a finite number that is not negative: got ${deviation}; use e.g. 0.02`);
  }
  const word = words({ seed, stream: 0, site });
  let i = 0;
  while (i < out.length) {
    const radius = Math.sqrt(-2 * Math.log((word() + 1) * 2 ** -32)); // the logarithm's argument is in (0, 1]
    const angle = 2 * Math.PI * word() * 2 ** -32;
    const first = radius * Math.cos(angle);
    const second = radius * Math.sin(angle);
    if (Math.abs(first) <= bound) out[i++] = deviation * first;
    if (i < out.length && Math.abs(second) <= bound) out[i++] = deviation * second;
  }
  return out;
}
