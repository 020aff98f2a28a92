import type { BackendValues, DataType, TensorInfo } from '@tensorflow/tfjs-core';

/** Where a tensor's values are: in WebAssembly's memory (`address` above 0), or in a JavaScript array. */
export interface Stored {
  readonly dtype: DataType;
  /** The values as the JavaScript kernels read them: the array, or a view of WebAssembly's memory. */
  readonly values: BackendValues;
  address: number;
  array: BackendValues | undefined;
  readonly bytes: number;
  refCount: number;
  /** The values as another type, where a tensor of that type shares them. */
  converted?: { dtype: DataType; address: number };
  /** Layouts that kernels wanted the values in, and where they are kept: 0 after the first time. */
  layouts?: Map<string, number>;
  /** What the kernel that made the values has found out about them on its way, and where it is kept. */
  left?: { name: string; address: number };
  complexTensorInfos?: { real: TensorInfo; imag: TensorInfo };
}

/** A record for values in a JavaScript array. */
export function storedArray(
  array: BackendValues,
  dtype: DataType,
  memory: WebAssembly.Memory,
  refCount: number,
): Stored {
  return stored(memory, dtype, 0, array, byteLength(array), refCount);
}

/** A record for `bytes` bytes at an address of WebAssembly's memory. */
export function storedAt(address: number, bytes: number, dtype: DataType, memory: WebAssembly.Memory): Stored {
  return stored(memory, dtype, address, undefined, bytes, 1);
}

function stored(
  memory: WebAssembly.Memory,
  dtype: DataType,
  address: number,
  array: BackendValues | undefined,
  bytes: number,
  refCount: number,
): Stored {
  return {
    dtype,
    address,
    array,
    bytes,
    refCount,
    get values() {
      return this.array ?? view(memory, this.address, this.bytes, dtype);
    },
  };
}

/** A view of WebAssembly's memory; good until the memory grows, where it is not shared. */
export function view(memory: WebAssembly.Memory, address: number, bytes: number, dtype: DataType) {
  if (dtype === 'float32') return new Float32Array(memory.buffer, address, bytes / 4);
  if (dtype === 'int32') return new Int32Array(memory.buffer, address, bytes / 4);
  return new Uint8Array(memory.buffer, address, bytes);
}

function byteLength(array: BackendValues | null): number {
  return ArrayBuffer.isView(array) ? array.byteLength : 0;
}
