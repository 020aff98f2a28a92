/** What a pool is made of, with the defaults filled in. */
export interface CheckedOptions {
  readonly size: number;
  readonly blocks: number;
  readonly heads: number;
  readonly feedForward: number;
  readonly rate: number;
  readonly order: string;
  readonly positionSize: number | undefined;
}

/** Throws a sentence unless a pool can be made of these. */
export function checkOptions({ size, blocks, heads, feedForward, rate, order, positionSize }: CheckedOptions): void {
  for (const [name, value] of Object.entries({ size, blocks, heads, feedForward })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new Error(`attentionPool: ${name} must be a whole number of at least 1: got ${value}; use e.g. 1`);
    }
  }
  if (size % heads !== 0) {
    throw new Error(`attentionPool: heads ${heads} does not divide size ${size}; use a divisor of it, e.g. 1`);
  }
  if (!(rate >= 0 && rate < 1)) {
    throw new Error(`attentionPool: dropout must be in [0, 1): got ${rate}; use 0 to drop nothing`);
  }
  if (order !== 'post' && order !== 'pre') {
    throw new Error(`attentionPool: norm must be 'post' or 'pre': got '${order}'; 'post' is the paper's`);
  }
  if (positionSize !== undefined && positionSize !== size) {
    throw new Error(
      `attentionPool: positions of size ${positionSize} cannot be added to features of size ${size}; ` +
        'make both of one size',
    );
  }
}
