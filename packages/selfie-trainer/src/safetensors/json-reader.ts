import { shownName } from './shown-name.ts';

/** More members than any record has that people gave: each takes some hundred bytes of memory, however short it is. */
export const membersLimit = 10_000;

/** Reads JSON front to back, as what is expected at each place: what was not asked for is refused, and never built. */
export interface JsonReader {
  /** A record of at most 10,000 members; `member` is called with each name and reads its value. */
  record(member: (name: string) => void): void;
  text(): string;
  /** Whole numbers from 0, at most `limit` of them. */
  counts(limit: number): number[];
  /** Nothing but spaces is left. */
  end(): void;
}

/**
 * A reader of this text, from its first character.
 *
 * Its functions throw a sentence with the place where something else stands, or a name stands twice in a record. Time and
 * memory are linear in the text, and nesting goes no deeper than its caller.
 */
export function jsonReader(json: string): JsonReader {
  let at = 0;

  /** What stands after spaces, if it begins as the sticky pattern says; then it is behind us. */
  function taken(pattern: RegExp): string | undefined {
    at += startingWith(/[ \t\n\r]*/y)!.length;
    const found = startingWith(pattern);
    at += found?.length ?? 0;
    return found;
  }

  function startingWith(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(json)?.[0];
  }

  function take(pattern: RegExp, expected: string): string {
    const found = taken(pattern);
    if (found === undefined) throw failure(expected, at);
    return found;
  }

  function failure(expected: string, place: number): Error {
    const got = place < json.length ? JSON.stringify(json.slice(place, place + 20)) : 'its end';
    return new Error(`expected ${expected} at character ${place}, got ${got}`);
  }

  function text(): string {
    take(/"/y, 'a text');
    const start = at - 1;
    while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
    at++;
    try {
      return JSON.parse(json.slice(start, at));
    } catch {
      throw failure('a text', start);
    }
  }

  function count(): number {
    const value = Number(take(/0|[1-9][0-9]{0,15}/y, 'a whole number'));
    if (!Number.isSafeInteger(value)) throw failure('a number below 2 ** 53', at);
    return value;
  }

  return {
    text,

    record(member) {
      take(/\{/y, 'a record');
      const names = new Set<string>();
      if (taken(/\}/y)) return;
      do {
        const place = at;
        const name = text();
        if (names.has(name)) throw failure(`no second "${shownName(name)}"`, place);
        if (names.size === membersLimit) throw failure(`at most ${membersLimit} members`, place);
        names.add(name);
        take(/:/y, "':'");
        member(name);
      } while (taken(/,/y));
      take(/\}/y, "',' or '}'");
    },

    counts(limit) {
      take(/\[/y, 'a list');
      const counts: number[] = [];
      if (taken(/\]/y)) return counts;
      do {
        if (counts.length === limit) throw failure(`at most ${limit} numbers`, at);
        counts.push(count());
      } while (taken(/,/y));
      take(/\]/y, "',' or ']'");
      return counts;
    },

    end: () => void take(/$/y, 'the end'),
  };
}
