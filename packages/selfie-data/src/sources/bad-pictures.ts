/** What is done about pictures that are broken: unreadable, cut off, damaged, or no pictures at all. */
export interface BadPictureOptions {
  /**
   * The share of the pictures, in [0, 1], up to which broken ones are left out, rounded up to whole pictures.
   *
   * @default 0.01
   */
  readonly maxBad?: number;
  /**
   * Whether the first broken picture is an error.
   *
   * @default false
   */
  readonly strict?: boolean;
  /**
   * Called once for each broken picture with what is wrong with it, e.g. to write it into a run's log.
   *
   * @default `console.warn`
   */
  readonly onBad?: (reason: string) => void;
}

/** The broken pictures that were found, each once. */
export interface BadPictures {
  /** What is wrong with each, in the order in which they were found. */
  readonly reasons: readonly string[];
  has(key: number | string): boolean;
  /**
   * Notes a broken picture.
   *
   * @param of How many pictures there are, or have been seen, with this one.
   * @throws Error if there are too many.
   */
  add(key: number | string, reason: string, of: number): void;
}

/** @throws RangeError if `maxBad` is no share. */
export function badPictures({ maxBad = 0.01, strict = false, onBad = console.warn }: BadPictureOptions): BadPictures {
  if (!(maxBad >= 0 && maxBad <= 1)) {
    throw new RangeError(`maxBad must be a share from 0 to 1: got ${maxBad}; use e.g. 0.01`);
  }
  const found = new Set<number | string>();
  const reasons: string[] = [];
  return {
    reasons,
    has: (key) => found.has(key),
    add(key, reason, of) {
      if (found.has(key)) return;
      if (strict) throw new Error(reason);
      found.add(key);
      reasons.push(reason);
      onBad(reason);
      const most = Math.ceil(maxBad * of);
      if (found.size > most) {
        throw new Error(
          `${found.size} of ${of} pictures are broken, more than maxBad ${maxBad} allows: ${firstOf(reasons)}; ` +
            'mend or remove them, or raise maxBad',
        );
      }
    },
  };
}

function firstOf(reasons: readonly string[]): string {
  const shown = reasons.slice(0, 3).join('; ');
  return reasons.length > 3 ? `${shown}; and ${reasons.length - 3} more` : shown;
}
