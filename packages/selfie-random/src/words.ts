import { type Place, unsigned } from './place.ts';
import { siteKey } from './site-key.ts';
import { threefry } from './threefry.ts';

/**
 * The 32-bit words of a place, one a call, from its first: for draws that may need a second try.
 *
 * @throws RangeError if the seed or the stream is no unsigned 32-bit integer.
 */
export function words({ seed, stream, site }: Place): () => number {
  const key0 = unsigned('seed', seed);
  const key1 = siteKey(site);
  unsigned('stream', stream);
  const block = new Uint32Array(2);
  let index = 0;
  return () => {
    const lane = index & 1;
    if (lane === 0) threefry(block, key0, key1, stream, index / 2);
    index++;
    return block[lane]!;
  };
}
