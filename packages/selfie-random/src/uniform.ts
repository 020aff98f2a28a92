import { type Place, type Site, unsigned } from './place.ts';
import { siteKey } from './site-key.ts';
import { threefry } from './threefry.ts';

/** A place and the index of a draw there. */
export interface IndexedPlace extends Place {
  /**
   * Index of the (first) draw: an unsigned 32-bit integer.
   *
   * @default 0
   */
  readonly index?: number;
}

/**
 * Fills `out` `[n]` with uniform draws in [0, 1), of 24 bits each; draw `i` is that of index `index + i`.
 *
 * @throws RangeError if seed, stream or index is no unsigned 32-bit integer.
 */
export function uniforms(out: Float32Array, { seed, stream, site, index = 0 }: IndexedPlace): Float32Array {
  const key0 = unsigned('seed', seed);
  const key1 = siteKey(site);
  unsigned('stream', stream);
  const block = new Uint32Array(2);
  let counter = unsigned('index', index) >>> 1;
  for (let i = -(index & 1); i < out.length; i += 2) {
    threefry(block, key0, key1, stream, counter++);
    if (i >= 0) out[i] = (block[0]! >>> 8) * 2 ** -24;
    if (i + 1 < out.length) out[i + 1] = (block[1]! >>> 8) * 2 ** -24;
  }
  return out;
}

/**
 * One uniform draw in [0, 1), of 24 bits: the same as `uniforms` gives at that index.
 *
 * @throws RangeError if seed, stream or index is no unsigned 32-bit integer.
 */
export function uniform(at: IndexedPlace): number {
  return uniforms(new Float32Array(1), at)[0]!;
}

/**
 * Fills `out` `[n]` with uniform draws between low and high, for initial weights.
 *
 * @throws RangeError if the seed is no unsigned 32-bit integer, or if low is not below high.
 */
export function uniformBetween(out: Float32Array, low: number, high: number, { seed, site }: Site): Float32Array {
  if (!(low < high)) throw new RangeError(`low must be below high: got ${low} and ${high}; swap them`);
  uniforms(out, { seed, stream: 0, site });
  for (let i = 0; i < out.length; i++) out[i] = low + (high - low) * out[i]!;
  return out;
}
