import type { PickleCursor } from './pickle-cursor.ts';
import { describePickled, type Pickled, textOf } from './pickled.ts';

const DEEPEST = 2 ** 20;

/**
 * What a pickle has made and not yet put somewhere, and what it remembers. A pickle of `length` bytes may make objects,
 * and copy bytes, in proportion to them.
 */
export function pickleStack(length: number, { fail }: Pick<PickleCursor, 'fail'>) {
  const stack: Pickled[] = [];
  const marks: number[] = [];
  const memo = new Map<number, Pickled>();
  let objects = 10_000 + Math.floor(length / 16);
  let copies = 2 ** 16 + 2 * length; // bytes

  const count = () => {
    if (--objects < 0) throw fail('a pickle mostly of arrays and numbers', 'more small objects than it has room for');
  };
  const push = (value: Pickled) => {
    if (stack.length === DEEPEST) throw fail(`at most ${DEEPEST} values that wait`, 'more');
    stack.push(value);
  };
  /** A value that has come since the last mark. */
  const pop = (): Pickled => {
    if (stack.length <= (marks.at(-1) ?? 0)) throw fail('a value for an opcode', 'none');
    return stack.pop()!;
  };

  return {
    push,
    pop,
    /** Pushes what is more than a number. */
    make(object: Pickled) {
      count();
      push(object);
    },
    /** Counts bytes that have been copied out of the pickle. */
    copied(bytes: number) {
      copies -= bytes;
      if (copies < 0) throw fail('arrays with bytes of their own', 'many copies of the same bytes');
    },
    /** The uppermost values, the lowest first. */
    popAll: (number: number): Pickled[] => Array.from({ length: number }, pop).reverse(),
    mark() {
      count();
      marks.push(stack.length);
    },
    /** All values since the last mark, which is then gone. */
    popToMark(): Pickled[] {
      const mark = marks.pop();
      if (mark === undefined) throw fail('a mark before an opcode', 'none');
      return stack.splice(mark);
    },
    append(values: Pickled[]) {
      const list = pop();
      if (!Array.isArray(list)) throw fail('a list to append to', describePickled(list));
      for (const value of values) list.push(value);
      push(list);
    },
    /** Puts keys and values, in turns, into a dictionary; a key that is a string of Python 2 becomes text. */
    setItems(items: Pickled[]) {
      const dictionary = pop();
      if (!(dictionary instanceof Map) || items.length % 2 === 1) {
        throw fail('a dictionary and pairs', `${describePickled(dictionary)} and ${items.length} values`);
      }
      for (let i = 0; i < items.length; i += 2) {
        count();
        dictionary.set(textOf(items[i]) ?? items[i]!, items[i + 1]!);
      }
      push(dictionary);
    },
    remember(key = memo.size) {
      count();
      const value = pop();
      memo.set(key, value);
      push(value);
    },
    recall(key: number) {
      const value = memo.get(key);
      if (value === undefined) throw fail(`a value remembered as ${key}`, 'none');
      push(value);
    },
    /** The one value that is left in the end. */
    last(): Pickled {
      const value = pop();
      if (stack.length > 0) throw fail('one value in the end', `${stack.length + 1}`);
      return value;
    },
  };
}
