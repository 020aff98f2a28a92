import { sizeOf, type TensorData } from './tensor-data.ts';

const storedAs = { float32: 'F32', int32: 'I32', bool: 'BOOL' } as const;

/**
 * Writes tensors and metadata as the bytes of a safetensors file; the same content gives the same bytes.
 *
 * float32 becomes F32, int32 I32, bool BOOL. Wider types stand first, then names in order, as the reference implementation
 * has it, so that all data are aligned. Format: https://github.com/huggingface/safetensors#format
 *
 * @throws if the numbers of a tensor do not fill its shape, or one is named `__metadata__`.
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, TensorData>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(tensors).sort(byWidthThenName);
  const descriptions: [string, object][] = [];
  let length = 0;
  for (const [name, { dtype, shape, data }] of entries) {
    checkTensor(name, shape, data.length);
    const end = length + data.byteLength;
    descriptions.push([name, { dtype: storedAs[dtype], shape, data_offsets: [length, end] }]);
    length = end;
  }
  if (Object.keys(metadata).length > 0) descriptions.unshift(['__metadata__', inOrder(metadata)]);

  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(descriptions)));
  const headerSize = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerSize + length).fill(0x20, 8, 8 + headerSize); // padded with spaces
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerSize), true);
  bytes.set(json, 8);
  let offset = 8 + headerSize;
  for (const [, { data }] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
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
