import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { BackendValues, DataId, DataType, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { zeroBytes, zerosAt } from './control.ts';
import { tileNames } from './generated/binaries.ts';
import type { Machine } from './machine.ts';
import { type Allocator, allocator } from './memory.ts';
import { type Stored, storedArray, storedAt, view } from './stored.ts';
import { startThreads, type Threads, threadCount } from './threads.ts';
import { fastestTile } from './tiles.ts';

/** What a backend makes use of. */
export interface Description {
  /** Threads that share the work. */
  readonly threads: number;
  /** Bits of a vector: 256 where V8 fuses pairs of 128-bit operations (Node ≥ 24), 128 elsewhere. */
  readonly vectorBits: 128 | 256;
  /** Why vectors have that width. */
  readonly reason: string;
  /** Whether multiply and add are one operation with one rounding. */
  readonly fused: boolean;
  /** The microkernel: rows × columns of a product that are summed up in registers. */
  readonly tile: string;
}

/**
 * The backend `selfie-wasm`: tensors live in WebAssembly's memory and SIMD kernels run over them on all threads.
 *
 * It is a CPU backend besides: kernels that have no WebAssembly are those of `@tensorflow/tfjs-backend-cpu`, which read
 * and leave JavaScript arrays; these move into WebAssembly's memory when one of our kernels needs them.
 */
export class SelfieWasmBackend extends MathBackendCPU {
  readonly #machine: Machine;
  readonly #allocator: Allocator;
  readonly #tile: number;
  readonly threads: Threads;
  /** Outputs of the kernel that is running. */
  #made: DataId[] = [];
  readonly #javaScriptKernels = new Map<string, number>();
  /** Tensors whose values are kept in another layout, too. */
  readonly #laidOut = new Set<Stored>();
  /** Zeros that stand for the padding of an image: room for the channels of a pixel. */
  #zeros = { address: zerosAt, bytes: zeroBytes };

  constructor(machine: Machine, tile = fastestTile(machine)) {
    super();
    (this as unknown as { firstUse: boolean }).firstUse = false; // no advertisement for tfjs-node
    this.#machine = machine;
    this.#tile = tile;
    this.#allocator = allocator(machine.memory);
    this.threads = startThreads(machine, this.#allocator, threadCount(machine.shared), this.#tile);
  }

  /** What is in use on this machine. */
  describe(): Description {
    const { vectorBits, reason, fused } = this.#machine;
    return { threads: this.threads.count, vectorBits, reason, fused, tile: tileNames[this.#tile]! };
  }

  /** How often kernels ran in JavaScript, by name, since they have no WebAssembly for what they were given: what to look at when it is slow. */
  get javaScriptKernels(): ReadonlyMap<string, number> {
    return this.#javaScriptKernels;
  }

  noteJavaScript(kernelName: string): void {
    this.#javaScriptKernels.set(kernelName, (this.#javaScriptKernels.get(kernelName) ?? 0) + 1);
  }

  /** Runs a kernel; what it has made is taken back if it fails. */
  attempt<T>(compute: () => T): T {
    const before = this.#made;
    this.#made = [];
    try {
      return compute();
    } catch (error) {
      for (const dataId of this.#made) this.disposeData(dataId, true);
      throw error;
    } finally {
      this.#made = before;
    }
  }

  /** A new tensor in WebAssembly's memory, whose values are whatever stood there. */
  output(shape: number[], dtype: DataType = 'float32'): TensorInfo {
    const size = tf.util.sizeFromShape(shape);
    const bytes = dtype === 'bool' ? size : size * 4;
    const address = this.#allocate(bytes, () => `a ${dtype} tensor of shape [${shape}]`);
    const dataId: DataId = {};
    this.data.set(dataId, storedAt(address, bytes, dtype, this.#machine.memory) as never);
    this.#made.push(dataId);
    return { dataId, shape, dtype };
  }

  /** The address of a tensor's values, which move into WebAssembly's memory if they are not there yet. */
  address({ dataId, shape, dtype }: TensorInfo): number {
    const stored = this.#stored(dataId);
    if (stored.dtype !== dtype) return this.#converted(stored, dtype);
    if (stored.array !== undefined) {
      const values = stored.array as Float32Array | Int32Array | Uint8Array;
      const address = this.#allocate(values.byteLength, () => `a ${dtype} tensor of shape [${shape}]`);
      view(this.#machine.memory, address, values.byteLength, dtype).set(values);
      stored.address = address;
      stored.array = undefined;
    }
    return stored.address;
  }

  /** Room for what a kernel needs while it runs: calls `use` with its address and takes it back. */
  borrow(bytes: number, use: (address: number) => void): void {
    const address = this.#allocate(bytes, () => 'the working memory of a kernel');
    try {
      use(address);
    } finally {
      this.#allocator.free(address);
    }
  }

  /**
   * A tensor's values laid out anew, in `bytes` bytes that `fill` writes, for the time of `use`, which must not allocate.
   *
   * What is asked for a second time is kept until the tensor is disposed or memory runs out: weights that do not change,
   * as in evaluation, are laid out once.
   */
  laidOut(
    { dataId }: TensorInfo,
    layout: string,
    bytes: number,
    { fill, use }: { fill: (address: number) => void; use: (address: number) => void },
  ): void {
    const stored = this.#stored(dataId);
    stored.layouts ??= new Map();
    let address = stored.layouts.get(layout);
    if (address === undefined) {
      stored.layouts.set(layout, 0);
      this.borrow(bytes, (borrowed) => {
        fill(borrowed);
        use(borrowed);
      });
      return;
    }
    if (address === 0) {
      address = this.#allocate(bytes, () => 'the working memory of a kernel');
      fill(address);
      stored.layouts.set(layout, address);
      this.#laidOut.add(stored);
    }
    use(address);
  }

  /** Room for what a kernel finds out about a new tensor on its way, until it is collected or the tensor disposed. */
  leave({ dataId }: TensorInfo, name: string, bytes: number): number {
    const address = this.#allocate(bytes, () => `the ${name}`);
    this.#stored(dataId).left = { name, address };
    return address;
  }

  /** Calls `use` with what was left beside a tensor by that name, which is gone then, or with borrowed room that `fill` has written. */
  collect(
    { dataId }: TensorInfo,
    name: string,
    bytes: number,
    { fill, use }: { fill: (address: number) => void; use: (address: number) => void },
  ): void {
    const stored = this.#stored(dataId);
    if (stored.left?.name === name) {
      use(stored.left.address);
      this.#forgetLeft(stored);
      return;
    }
    this.borrow(bytes, (address) => {
      fill(address);
      use(address);
    });
  }

  /** The address of at least `bytes` zeros. */
  zeros(bytes: number): number {
    if (bytes > this.#zeros.bytes) {
      this.#zeros = { address: this.#allocate(bytes, () => 'the zeros around an image'), bytes };
      view(this.#machine.memory, this.#zeros.address, bytes, 'bool').fill(0);
    }
    return this.#zeros.address;
  }

  override write(values: BackendValues, _shape: number[], dtype: DataType): DataId {
    const dataId: DataId = {};
    this.move(dataId, values, _shape, dtype, 1);
    return dataId;
  }

  override move(dataId: DataId, values: BackendValues, _shape: number[], dtype: DataType, refCount: number): void {
    this.data.set(dataId, storedArray(this.#own(values, dtype), dtype, this.#machine.memory, refCount) as never);
  }

  override readSync(dataId: DataId): BackendValues {
    const stored = this.#stored(dataId);
    if (stored.complexTensorInfos || stored.array !== undefined) return super.readSync(dataId);
    return (stored.values as Float32Array).slice();
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const stored = this.data.has(dataId) ? this.#stored(dataId) : undefined;
    const released = super.disposeData(dataId, force);
    if (released && stored && stored.address !== 0) this.#allocator.free(stored.address);
    if (released && stored?.converted) this.#allocator.free(stored.converted.address);
    if (released && stored) this.#forgetLeft(stored);
    if (released && stored && this.#laidOut.has(stored)) this.#forgetLayouts(stored);
    return released;
  }

  override dispose(): void {
    this.threads.stop();
    super.dispose();
  }

  override memory(): { unreliable: boolean; reasons: string[] } {
    return { unreliable: false, reasons: [] };
  }

  /** JavaScript kernels may call values by another type than theirs: such values are converted, and stay as long as they. */
  #converted(stored: Stored, dtype: DataType): number {
    if (stored.converted?.dtype === dtype) return stored.converted.address;
    const values = stored.values as Float32Array | Int32Array | Uint8Array;
    const bytes = values.length * (dtype === 'bool' ? 1 : 4);
    const address = this.#allocate(bytes, () => `${values.length} values as ${dtype}`);
    view(this.#machine.memory, address, bytes, dtype).set(stored.values as Float32Array);
    if (stored.converted) this.#allocator.free(stored.converted.address);
    stored.converted = { dtype, address };
    return address;
  }

  #stored(dataId: DataId): Stored {
    return this.data.get(dataId) as unknown as Stored;
  }

  #forgetLayouts(stored: Stored): void {
    for (const address of stored.layouts!.values()) if (address !== 0) this.#allocator.free(address);
    stored.layouts!.clear();
    this.#laidOut.delete(stored);
  }

  #forgetLeft(stored: Stored): void {
    if (stored.left) this.#allocator.free(stored.left.address);
    stored.left = undefined;
  }

  #allocate(bytes: number, what: () => string): number {
    try {
      return this.#allocator.allocate(bytes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      if (this.#laidOut.size > 0) {
        for (const stored of this.#laidOut) this.#forgetLayouts(stored);
        return this.#allocate(bytes, what);
      }
      throw new RangeError(`selfie-wasm: no memory for ${what()}: ${error.message}; use a smaller batch`);
    }
  }

  /** The values in an array of their own and of the type the dtype promises: what a JavaScript kernel cut out of WebAssembly's memory is copied. */
  #own(values: BackendValues, dtype: DataType): BackendValues {
    if (!ArrayBuffer.isView(values)) return values;
    const array = values as Float32Array | Int32Array | Uint8Array;
    if (array.buffer === this.#machine.memory.buffer) return array.slice();
    if (dtype === 'float32' && !(array instanceof Float32Array)) return Float32Array.from(array);
    if (dtype === 'int32' && !(array instanceof Int32Array)) return Int32Array.from(array);
    return array;
  }
}

/** The backend in use, once `tf.setBackend('selfie-wasm')` is done. @throws if another one is in use. */
export function backend(): SelfieWasmBackend {
  const current = tf.backend();
  if (!(current instanceof SelfieWasmBackend)) {
    throw new Error(
      `backend: expected selfie-wasm to be in use, got ${tf.getBackend()}; call tf.setBackend('selfie-wasm') first`,
    );
  }
  return current;
}
