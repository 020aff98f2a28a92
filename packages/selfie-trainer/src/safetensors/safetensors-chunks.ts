import { headerLimit } from './header-size.ts';
import { membersLimit } from './json-reader.ts';
import { sizeOf, type TensorData } from './tensor-data.ts';

const storedAs = { float32: 'F32', int32: 'I32', bool: 'BOOL' } as const;

/**
 * The bytes of a safetensors file in pieces: its head, then the numbers of each tensor, which are not copied.
 *
 * float32 becomes F32, int32 I32, bool BOOL. Wider types stand first, then names in order, as the reference implementation
 * has it, so that all data are aligned; the head is a multiple of 8 bytes long.
 * Format: https://github.com/huggingface/safetensors#format
 *
 * @throws if the numbers of a tensor do not fill its shape, one is named `__metadata__`, or there are so many or such long
 * names and words that the file could not be read again.
 */
export function safetensorsChunks(
  tensors: Readonly<Record<string, TensorData>>,
  metadata: Readonly<Record<string, string>> = {},
): [head: Uint8Array<ArrayBuffer>, ...data: Uint8Array[]] {
  const entries = Object.entries(tensors).sort(byWidthThenName);
  const descriptions: [string, object][] = [];
  let length = 0;
  for (const [name, { dtype, shape, data }] of entries) {
    checkTensor(name, shape, data.length);
    const end = length + data.byteLength;
    descriptions.push([name, { dtype: storedAs[dtype], shape, data_offsets: [length, end] }]);
    length = end;
  }
  for (const count of [entries.length + 1, Object.keys(metadata).length]) {
    if (count > membersLimit) {
      throw new Error(`a safetensors file holds fewer than ${membersLimit} tensors, and as many words: got ${count}`);
    }
  }
  if (Object.keys(metadata).length > 0) descriptions.unshift(['__metadata__', inOrder(metadata)]);
  const data = entries.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return [headOf(JSON.stringify(Object.fromEntries(descriptions))), ...data];
}

/** The header with its length before it, and spaces after it to a multiple of 8 bytes. */
function headOf(header: string): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(header);
  const size = Math.ceil(json.length / 8) * 8;
  if (size > headerLimit) {
    throw new Error(`the names and words of a safetensors file take ${size} bytes: expected at most ${headerLimit}`);
  }
  const head = new Uint8Array(8 + size).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(size), true);
  head.set(json, 8);
  return head;
}

function checkTensor(name: string, shape: readonly number[], numbers: number): void {
  if (name === '__metadata__') throw new Error('no tensor in a safetensors file can be named __metadata__; rename it');
  if (numbers !== sizeOf(shape)) {
    throw new Error(`${name} has ${numbers} numbers: expected ${sizeOf(shape)} for its shape [${shape.join(', ')}]`);
  }
}

function byWidthThenName([nameA, a]: [string, TensorData], [nameB, b]: [string, TensorData]): number {
  return b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT || (nameA < nameB ? -1 : 1);
}

function inOrder(words: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(words).sort(([a], [b]) => (a < b ? -1 : 1)));
}
