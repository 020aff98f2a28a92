import { binaries } from './generated/binaries.ts';
import { areTilesRight } from './tiles.ts';

/** What this process can do, and the compiled module that uses it. */
export interface Machine {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** The instance of this thread. */
  readonly exports: WebAssembly.Exports;
  /** Memory can be shared, so that worker threads can be had. */
  readonly shared: boolean;
  /** Multiply and add are one operation with one rounding. */
  readonly fused: boolean;
  /** Bits of a vector: 256 where V8 fuses pairs of 128-bit operations. */
  readonly vectorBits: 128 | 256;
  /** Why vectors have that width. */
  readonly reason: string;
}

/** Pages the memory starts with, and 4 GiB but for the last one: an end at 2^32 would be 0 to the kernels. */
const initialPages = 64;
const mostPages = 65_535;

/** Compiles for what is there: shared memory or not, fused multiply-add or not, wide vectors or not. */
export function machine(): Machine {
  const { wide, reason } = allowExperiments();
  const shared = canShare();
  const fused = WebAssembly.validate(binary(shared, true));
  const compiled = instantiate(new WebAssembly.Module(binary(shared, fused)), shared);
  if (!wide) return { ...compiled, shared, fused, vectorBits: 128, reason };
  if (areTilesRight(compiled)) return { ...compiled, shared, fused, vectorBits: 256, reason };
  setFlag('--no-experimental-wasm-revectorize');
  const why = 'a microkernel computed a wrong product with 256-bit vectors';
  console.warn(`selfie-wasm: ${why}; going on with 128-bit ones`);
  // One more byte of no meaning, so that V8 does not hand out the code it has for these bytes.
  const again = new WebAssembly.Module(concatenated(binary(shared, fused), [0, 2, 1, 0x78]));
  return { ...instantiate(again, shared), shared, fused, vectorBits: 128, reason: why };
}

/** The same where compiling has to be asynchronous: on a browser's main thread. */
export async function machineLater(): Promise<Machine> {
  const shared = canShare();
  const fused = WebAssembly.validate(binary(shared, true));
  const module = await WebAssembly.compile(binary(shared, fused));
  const reason = 'browsers do not fuse pairs of 128-bit operations';
  return { ...instantiate(module, shared), shared, fused, vectorBits: 128, reason };
}

/**
 * Turns on V8's relaxed SIMD where it hides behind a flag (Node 20), and the fusing of pairs of 128-bit operations
 * where it works (Node ≥ 24); must come before anything is compiled.
 */
function allowExperiments(): { wide: boolean; reason: string } {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 22) setFlag('--experimental-wasm-relaxed-simd');
  const no = (reason: string) => ({ wide: false, reason });
  if (major < 24) return no(`V8 ${process.versions.v8} is too old to fuse pairs of 128-bit operations; Node 24 is not`);
  if (process.arch !== 'x64') return no(`V8 does not fuse pairs of 128-bit operations on ${process.arch}`);
  if (process.env.SELFIE_WASM_REVECTORIZE === '0') return no('SELFIE_WASM_REVECTORIZE is 0');
  setFlag('--experimental-wasm-revectorize');
  return { wide: true, reason: 'V8 fuses pairs of 128-bit operations, and every microkernel passed its check' };
}

function setFlag(flag: string): void {
  process.getBuiltinModule('node:v8').setFlagsFromString(flag);
}

/** Memory can be shared in Node, and in browsers on pages that are isolated from other origins. */
function canShare(): boolean {
  if (typeof SharedArrayBuffer === 'undefined') return false;
  return isNode() || globalThis.crossOriginIsolated === true;
}

export function isNode(): boolean {
  return globalThis.process?.versions?.node !== undefined;
}

function instantiate(module: WebAssembly.Module, shared: boolean) {
  const memory = new WebAssembly.Memory({ initial: initialPages, maximum: mostPages, shared });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { module, memory, exports };
}

function binary(shared: boolean, fused: boolean): Uint8Array<ArrayBuffer> {
  const kind = shared ? (fused ? 'sharedFused' : 'shared') : fused ? 'unsharedFused' : 'unshared';
  return Uint8Array.from(atob(binaries[kind]), (character) => character.charCodeAt(0));
}

function concatenated(bytes: Uint8Array, more: number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...bytes, ...more]);
}
