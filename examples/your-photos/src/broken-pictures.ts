import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** The broken pictures that a run has met with. */
export interface BrokenPictures {
  /** How many there are. */
  readonly count: number;
  /** Notes what is wrong with one, if that is not known yet. */
  add(reason: string): void;
}

/** Lists broken pictures in a file, a line each, and each once, however often the run goes on. */
export function brokenPictures(file: string): BrokenPictures {
  const known = new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []);
  return {
    get count() {
      return known.size;
    },
    add(reason) {
      if (known.has(reason)) return;
      known.add(reason);
      appendFileSync(file, `${reason}\n`);
    },
  };
}
