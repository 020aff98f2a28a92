import { binaries, tileShapes } from './generated/binaries.ts';

/** What this process can do, and the compiled module that uses it. */
export interface Machine {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Worker threads can be had, since memory can be shared. */
  readonly shared: boolean;
  /** Multiply and add are one operation with one rounding. */
  readonly fused: boolean;
  /** Bits of a vector: 256 where V8 fuses pairs of 128-bit operations. */
  readonly vectorBits: 128 | 256;
}

/** Pages the memory starts with, and 4 GiB. */
const initialPages = 64;
const mostPages = 65_536;

/** Compiles for what is there: shared memory or not, fused multiply-add or not. */
export function machine(): Machine {
  const vectorBits = allowExperiments() ? 256 : 128;
  const shared = canShare();
  for (const fused of [true, false]) {
    try {
      const module = new WebAssembly.Module(
        decode(binaries[shared ? (fused ? 'sharedFused' : 'shared') : fused ? 'unsharedFused' : 'unshared']),
      );
      return { module, memory: createMemory(shared), shared, fused, vectorBits: fused ? vectorBits : 128 };
    } catch (error) {
      if (!(error instanceof WebAssembly.CompileError)) throw error;
    }
  }
  throw new Error('selfie-wasm needs WebAssembly with 128-bit SIMD, which this machine has not; use another backend');
}

/** The register tile to use, by its number: wide vectors have room for 6 × 16 sums, narrow ones for 4 × 8. */
export function chooseTile(vectorBits: number): number {
  const [rows, columns] = vectorBits === 256 ? [6, 16] : [4, 8];
  return tileShapes.findIndex((shape) => shape[0] === rows && shape[1] === columns);
}

/**
 * Turns on V8's relaxed SIMD where it hides behind a flag (Node 20), and the fusing of pairs of 128-bit operations
 * where it works (Node ≥ 24); must come before anything is compiled. Answers whether the latter is on.
 */
function allowExperiments(): boolean {
  const v8 = globalThis.process?.getBuiltinModule?.('node:v8');
  if (!v8) return false;
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 22) v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
  const wide = major >= 24 && process.arch === 'x64' && process.env.SELFIE_WASM_REVECTORIZE !== '0';
  if (wide) v8.setFlagsFromString('--experimental-wasm-revectorize');
  return wide;
}

/** Memory can be shared in Node, and in browsers on pages that are isolated from other origins. */
function canShare(): boolean {
  if (typeof SharedArrayBuffer === 'undefined') return false;
  return globalThis.process?.versions?.node !== undefined || globalThis.crossOriginIsolated === true;
}

function createMemory(shared: boolean): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: initialPages, maximum: mostPages, shared });
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
