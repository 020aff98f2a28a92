/** A run's seed and the stream number of its batch's first example; example `i` of the batch draws from stream `first + i`. */
export interface Random {
  readonly seed: number;
  readonly first: number;
}

/** Where draws that belong to no example come from: initial weights, by the factory's seed and the variable's path. */
export interface Site {
  /** Unsigned 32-bit integer. */
  readonly seed: number;
  /** What the draws are for, e.g. `pool/block1/dropout`: two sites never share draws. */
  readonly site: string;
}

/** Where the draws of one example come from. */
export interface Place extends Site {
  /** The stream number of the example, step × batch size + its place in the batch: an unsigned 32-bit integer. */
  readonly stream: number;
}

/**
 * Returns a number that is an unsigned 32-bit integer unchanged.
 *
 * @throws RangeError if it is anything else.
 */
export function unsigned(name: string, value: number): number {
  if (value >>> 0 !== value) {
    throw new RangeError(
      `${name} must be an unsigned 32-bit integer: got ${value}; use a whole number in [0, 2^32 - 1]`,
    );
  }
  return value;
}
