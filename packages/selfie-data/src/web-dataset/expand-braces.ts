const MOST_NAMES = 1_000_000;

/**
 * The names that a pattern stands for, as in a shell: `{000..999}` counts (with its zeros, and in steps by
 * `{0..100..10}`), `{train,val}` takes turns, and braces beside each other make all combinations, the last fastest.
 *
 * @throws RangeError if a brace has no other, lies in another, or there would be more than a million names.
 */
export function expandBraces(pattern: string): string[] {
  const parts = pattern.split(/\{([^{}]*)\}/); // text, braces, text, braces, …, text
  if (parts.some((part, i) => i % 2 === 0 && /[{}]/.test(part))) {
    throw new RangeError(`shards must have braces in pairs, none in another: got ${pattern}; use e.g. {000..999}.tar`);
  }
  const choices = parts.map((part, i) => (i % 2 === 0 ? [part] : alternatives(part, pattern)));
  if (choices.reduce((count, { length }) => count * length, 1) > MOST_NAMES) throw tooMany(pattern);
  return choices.reduce((names, next) => names.flatMap((name) => next.map((choice) => name + choice)), ['']);
}

function alternatives(braces: string, pattern: string): string[] {
  const range = /^(\d+)\.\.(\d+)(?:\.\.(\d+))?$/.exec(braces);
  if (!range) return braces.includes(',') ? braces.split(',') : [`{${braces}}`];
  const [, first = '', last = '', by = '1'] = range;
  const step = Math.max(1, Number(by));
  const count = Math.floor(Math.abs(Number(last) - Number(first)) / step) + 1;
  if (!(count <= MOST_NAMES)) throw tooMany(pattern);
  const width = [first, last].some((number) => /^0\d/.test(number)) ? Math.max(first.length, last.length) : 0;
  const direction = Number(first) <= Number(last) ? step : -step;
  return Array.from({ length: count }, (_, i) => String(Number(first) + i * direction).padStart(width, '0'));
}

function tooMany(pattern: string): RangeError {
  return new RangeError(`shards must be at most ${MOST_NAMES} names: got ${pattern}, which stands for more`);
}
