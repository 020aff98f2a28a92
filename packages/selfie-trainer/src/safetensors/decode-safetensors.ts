import { headerSize } from './header-size.ts';
import { type Entry, type Header, parseHeader } from './parse-header.ts';
import { shownName } from './shown-name.ts';
import { storedTypes } from './stored-types.ts';
import { sizeOf, type TensorData, type TensorFile } from './tensor-data.ts';

/** A header whose tensors are known to fit the file, and where in it their data start. */
export interface Layout extends Header {
  readonly dataStart: number;
}

/**
 * Reads the bytes of a safetensors file into tensors of the types that TensorFlow.js has, and metadata.
 *
 * F32, F64, F16 and BF16 become float32 (F64 is rounded); I32 and I64 int32; BOOL bool. Other types, e.g. of single bytes,
 * which would need many times as much here, are refused. Only data is read, nothing in the file is executed; both records
 * have no prototype, so that no name means anything but a tensor or word.
 *
 * Needs memory for the tensors, at most twice their bytes in the file (F16 and BF16; F32, I32 and BOOL as much), and for the
 * header, of which at most 10 MB and 10,000 tensors are read, some 20 MB at worst; nothing for tensors before it is known
 * that they fit the file.
 * Format: https://github.com/huggingface/safetensors#format
 *
 * @throws a sentence if the bytes are no whole, well-formed file: a header out of bounds or not in the format, a name twice,
 * data that overlap, are missing or left over, a type other than these, an integer of more than 32 bits.
 */
export function decodeSafetensors(bytes: Uint8Array): TensorFile {
  return tensorsOf(bytes, readLayout(bytes, bytes.length));
}

/** What a safetensors file of `fileSize` bytes says of itself, all of which fits; its first bytes will do. */
export function readLayout(bytes: Uint8Array, fileSize: number): Layout {
  const dataStart = 8 + headerSize(bytes, fileSize);
  const header = headerOf(bytes.subarray(8, dataStart));
  checkLayout(header.entries, fileSize - dataStart);
  return { ...header, dataStart };
}

/** The numbers and words of a file of this layout. */
export function tensorsOf(bytes: Uint8Array, { entries, metadata, dataStart }: Layout): TensorFile {
  const data = bytes.subarray(dataStart);
  const tensors = entries.map((entry): [string, TensorData] => [entry.name, tensorOf(entry, data)]);
  return { tensors: recordOf(tensors), metadata: recordOf(metadata) };
}

function headerOf(json: Uint8Array): Header {
  try {
    return parseHeader(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(json));
  } catch (cause) {
    const reason = cause instanceof TypeError ? 'it is no UTF-8' : (cause as Error).message;
    throw new Error(
      `the safetensors header is not in its format: ${reason}; is the file damaged, or of another format?`,
      { cause },
    );
  }
}

/** Each byte of the data belongs to one tensor, and each tensor has as many as its shape needs. */
function checkLayout(entries: readonly Entry[], length: number): void {
  let covered = 0;
  for (const { dtype, shape, begin, end, ...entry } of [...entries].sort(
    (a, b) => a.begin - b.begin || a.end - b.end,
  )) {
    const name = shownName(entry.name);
    const width = storedTypes.get(dtype)?.width;
    if (width === undefined) {
      throw new Error(`${name} is of type ${shownName(dtype)}: expected one of ${[...storedTypes.keys()].join(', ')}`);
    }
    if (begin !== covered) {
      throw new Error(`the data of ${name} begin at byte ${begin}: expected ${covered}, where those before end`);
    }
    if (end - begin !== sizeOf(shape) * width) {
      throw new Error(
        `${name} has ${end - begin} bytes: expected ${sizeOf(shape) * width} for ${dtype} [${shape.join(', ')}]`,
      );
    }
    if (end > length) {
      throw new Error(`the data of ${name} end at byte ${end} of ${length}; is the file truncated?`);
    }
    covered = end;
  }
  if (covered !== length) throw new Error(`${length - covered} bytes are left over after the last tensor`);
}

function tensorOf({ name, dtype, shape, begin, end }: Entry, data: Uint8Array): TensorData {
  return { shape, ...storedTypes.get(dtype)!.read(data.subarray(begin, end), shownName(name)) };
}

function recordOf<Value>(entries: Iterable<readonly [string, Value]>): Readonly<Record<string, Value>> {
  return Object.setPrototypeOf(Object.fromEntries(entries), null);
}
