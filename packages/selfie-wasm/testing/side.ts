import fc from 'fast-check';

/** Sides of every length from 1 to `most`, each order of magnitude as often as another. */
export const side = (most: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 999 }).map((n) => Math.floor((most + 1) ** ((n + 0.5) / 1000)));
