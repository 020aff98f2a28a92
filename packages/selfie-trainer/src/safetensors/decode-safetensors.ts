import { storedTypes } from './stored-types.ts';
import { sizeOf, type TensorData, type TensorFile } from './tensor-data.ts';

/** The longest header that the reference implementation reads, in bytes. */
const headerLimit = 100_000_000;

/** A tensor as the header describes it; its bytes stand at `begin` … `end` of the data. */
interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads the bytes of a safetensors file into tensors of the types that TensorFlow.js has, and metadata.
 *
 * F32, F64, F16 and BF16 become float32 (F64 is rounded); I32, I64 and U8 int32; BOOL bool. Only data is read, nothing in
 * the file is executed. Format: https://github.com/huggingface/safetensors#format
 *
 * @throws a sentence if the bytes are no whole, well-formed file: a header out of bounds or not in the format, data that
 * overlap, are missing or left over, a type other than these, an integer of more than 32 bits.
 */
export function decodeSafetensors(bytes: Uint8Array): TensorFile {
  const { header, data } = split(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const { __metadata__: metadata = {}, ...descriptions } = header;
  if (!isWords(metadata)) throw new Error('the metadata in the safetensors header are no record of strings');
  const entries = Object.entries(descriptions).map(([name, description]) => entryOf(name, description));
  checkLayout(entries, data.length);
  const tensors = entries.map((entry): [string, TensorData] => [entry.name, tensorOf(entry, data)]);
  return { tensors: Object.fromEntries(tensors), metadata };
}

function split(bytes: Uint8Array): { header: Record<string, unknown>; data: Uint8Array } {
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
  const header = parse(bytes.subarray(8, 8 + size));
  if (!isRecord(header)) throw new Error('the safetensors header is no record; is the file of another format?');
  return { header, data: bytes.subarray(8 + size) };
}

function parse(json: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch (cause) {
    throw new Error('the safetensors header is no JSON; is the file damaged, or of another format?', { cause });
  }
}

function entryOf(name: string, description: unknown): Entry {
  if (isRecord(description)) {
    const { dtype, shape, data_offsets: offsets } = description;
    if (typeof dtype === 'string' && isCounts(shape) && isCounts(offsets) && offsets.length === 2) {
      return { name, dtype, shape, begin: offsets[0]!, end: offsets[1]! };
    }
  }
  throw new Error(`the safetensors header describes ${name} without a proper dtype, shape and data_offsets`);
}

/** Each byte of the data belongs to one tensor, and each tensor has as many as its shape needs. */
function checkLayout(entries: Entry[], length: number): void {
  let covered = 0;
  for (const { name, dtype, shape, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    const width = storedTypes[dtype]?.width;
    if (width === undefined) {
      throw new Error(`${name} is of type ${dtype}: expected one of ${Object.keys(storedTypes).join(', ')}`);
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
  return { shape, ...storedTypes[dtype]!.read(bytes, name) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWords(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((word) => typeof word === 'string');
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
}
