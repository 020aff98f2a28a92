import { type Entry, type Header, parseHeader } from './parse-header.ts';
import { shownName } from './shown-name.ts';
import { storedTypes } from './stored-types.ts';
import { sizeOf, type TensorData, type TensorFile } from './tensor-data.ts';

/** The longest header that the reference implementation reads, in bytes. */
const headerLimit = 100_000_000;

/**
 * Reads the bytes of a safetensors file into tensors of the types that TensorFlow.js has, and metadata.
 *
 * F32, F64, F16 and BF16 become float32 (F64 is rounded); I32, I64 and U8 int32; BOOL bool. Only data is read, nothing in
 * the file is executed; both records have no prototype, so that no name means anything but a tensor or word. Needs as much
 * memory again as the tensors take, and nothing before the header is known to be whole and to fit the file.
 * Format: https://github.com/huggingface/safetensors#format
 *
 * @throws a sentence if the bytes are no whole, well-formed file: a header out of bounds or not in the format, a name twice,
 * data that overlap, are missing or left over, a type other than these, an integer of more than 32 bits.
 */
export function decodeSafetensors(bytes: Uint8Array): TensorFile {
  const { header, data } = split(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  checkLayout(header.entries, data.length);
  const tensors = header.entries.map((entry): [string, TensorData] => [entry.name, tensorOf(entry, data)]);
  return { tensors: recordOf(tensors), metadata: recordOf(header.metadata) };
}

function split(bytes: Uint8Array): { header: Header; data: Uint8Array } {
  if (bytes.length < 8) {
    throw new Error(`a safetensors file has at least 8 bytes: got ${bytes.length}; was it written to the end?`);
  }
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (size > headerLimit || size > bytes.length - 8) {
    throw new Error(
      `the safetensors header should have ${size} bytes, in a file of ${bytes.length}; ` +
        'is the file truncated, or of another format?',
    );
  }
  return { header: headerOf(bytes.subarray(8, 8 + size)), data: bytes.subarray(8 + size) };
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
  const bytes = data.slice(begin, end).buffer as ArrayBuffer; // a copy of its own, which is aligned
  return { shape, ...storedTypes.get(dtype)!.read(bytes, shownName(name)) };
}

function recordOf<Value>(entries: Iterable<readonly [string, Value]>): Readonly<Record<string, Value>> {
  return Object.setPrototypeOf(Object.fromEntries(entries), null);
}
