import { ALLOWED_NAMES, build, reduce } from './numpy-objects.ts';
import { pickleCursor } from './pickle-cursor.ts';
import { pickleStack } from './pickle-stack.ts';
import { numpyArrayOf, type Pickled, textOf } from './pickled.ts';

/** Opcodes that make objects of classes, or ask the program for them. */
const CODE: Readonly<Record<number, string>> = {
  80: 'PERSID',
  81: 'BINPERSID',
  105: 'INST',
  111: 'OBJ',
  129: 'NEWOBJ',
  130: 'EXT1',
  131: 'EXT2',
  132: 'EXT4',
  146: 'NEWOBJ_EX',
};

const OTHERWISE = 'save the data as arrays of numbers and lists';

/**
 * Reads a pickle of Python's that holds data: None, booleans, numbers, text, bytes, lists, tuples, dictionaries and
 * numpy's arrays of numbers, in protocols 2 to 5. Byte strings and arrays of bytes are views of the file's bytes.
 *
 * Nothing in a pickle is ever run: it may refer to no name but those by which numpy writes its arrays, which are told
 * by their spelling, and whatever would make another object is refused. What is allocated is in proportion to the file.
 *
 * @param name Stands for the file in errors.
 * @throws Error if the bytes are no whole pickle of such data.
 */
export function parsePickle(bytes: Uint8Array, name: string): Pickled {
  const cursor = pickleCursor(bytes, name);
  const stack = pickleStack(bytes.length, cursor);
  const { fail } = cursor;

  const refer = (module: string, attribute: string) => {
    const python = `${module}.${attribute}`;
    if (!ALLOWED_NAMES.has(python)) {
      throw fail("no name but numpy's for arrays", `${python.slice(0, 100)}, which could run code,`, OTHERWISE);
    }
    stack.make({ python });
  };
  const countCopy = (value: Pickled) => {
    const array = value instanceof Uint8Array ? value : numpyArrayOf(value)?.values;
    if (array && array.buffer !== bytes.buffer) stack.copied(array.byteLength);
  };

  if (bytes[0] !== 0x80) {
    throw fail('a pickle of protocol 2 to 5, which begins with the byte 0x80', 'another beginning');
  }
  for (;;) {
    const opcode = cursor.opcode();
    switch (opcode) {
      case 0x80: {
        // PROTO
        const protocol = cursor.byte();
        if (protocol < 2 || protocol > 5)
          throw fail('protocol 2 to 5', `protocol ${protocol}`, 'save it with protocol 4');
        break;
      }
      case 0x95: // FRAME
        cursor.skip(8);
        break;
      case 0x2e: {
        // STOP
        if (!cursor.ended()) throw fail('the end of the file behind the pickle', 'more');
        return stack.last();
      }

      case 0x4e: // NONE
        stack.push(null);
        break;
      case 0x88: // NEWTRUE
      case 0x89: // NEWFALSE
        stack.push(opcode === 0x88);
        break;
      case 0x4b: // BININT1
        stack.push(cursor.byte());
        break;
      case 0x4d: // BININT2
        stack.push(cursor.unsigned16());
        break;
      case 0x4a: // BININT
        stack.push(cursor.signed32());
        break;
      case 0x8a: // LONG1
        stack.push(cursor.integer(cursor.byte()));
        break;
      case 0x47: // BINFLOAT
        stack.push(cursor.float64());
        break;
      case 0x8c: // SHORT_BINUNICODE
        stack.make(cursor.text(cursor.byte()));
        break;
      case 0x58: // BINUNICODE
        stack.make(cursor.text(cursor.unsigned32()));
        break;
      case 0x8d: // BINUNICODE8
        stack.make(cursor.text(cursor.unsigned64()));
        break;
      case 0x55: // SHORT_BINSTRING
      case 0x43: // SHORT_BINBYTES
        stack.make(cursor.take(cursor.byte()));
        break;
      case 0x54: // BINSTRING
      case 0x42: // BINBYTES
        stack.make(cursor.take(cursor.unsigned32()));
        break;
      case 0x8e: // BINBYTES8
      case 0x96: // BYTEARRAY8
        stack.make(cursor.take(cursor.unsigned64()));
        break;

      case 0x28: // MARK
        stack.mark();
        break;
      case 0x5d: // EMPTY_LIST
      case 0x29: // EMPTY_TUPLE
        stack.make([]);
        break;
      case 0x7d: // EMPTY_DICT
        stack.make(new Map());
        break;
      case 0x74: // TUPLE
        stack.make(stack.popToMark());
        break;
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        stack.make(stack.popAll(opcode - 0x84));
        break;
      case 0x61: // APPEND
        stack.append([stack.pop()]);
        break;
      case 0x65: // APPENDS
        stack.append(stack.popToMark());
        break;
      case 0x73: // SETITEM
        stack.setItems(stack.popAll(2));
        break;
      case 0x75: // SETITEMS
        stack.setItems(stack.popToMark());
        break;

      case 0x71: // BINPUT
        stack.remember(cursor.byte());
        break;
      case 0x72: // LONG_BINPUT
        stack.remember(cursor.unsigned32());
        break;
      case 0x94: // MEMOIZE
        stack.remember();
        break;
      case 0x68: // BINGET
        stack.recall(cursor.byte());
        break;
      case 0x6a: // LONG_BINGET
        stack.recall(cursor.unsigned32());
        break;

      case 0x63: // GLOBAL
        refer(cursor.line(), cursor.line());
        break;
      case 0x93: {
        // STACK_GLOBAL
        const [module, attribute] = stack.popAll(2);
        refer(textOf(module) ?? '', textOf(attribute) ?? '');
        break;
      }
      case 0x52: {
        // REDUCE
        const [callable, args] = stack.popAll(2);
        const value = reduce(callable!, args!, cursor.place());
        countCopy(value);
        stack.make(value);
        break;
      }
      case 0x62: {
        // BUILD
        const [target, state] = stack.popAll(2);
        build(target!, state!, cursor.place());
        countCopy(target!);
        stack.push(target!);
        break;
      }
      default: {
        const code = CODE[opcode];
        const found = code ? `${code}, which could run code,` : `opcode 0x${opcode.toString(16).padStart(2, '0')}`;
        throw fail('a pickle of data, of protocol 2 to 5', found, OTHERWISE);
      }
    }
  }
}
