import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** A loop of independent multiply-adds in WebAssembly: as fast as this processor, this Node and these flags allow. */
export interface Ceiling {
  /** Seconds of 10⁹ floating-point operations, measured once, in a few milliseconds. */
  measure(): number;
  /** Keeps another thread busy with the same loop until the process ends; resolves once it is. */
  accompany(): Promise<void>;
}

/** What assembly/ceiling.ts exports. */
interface Exports {
  wide(rounds: number): void;
  narrow(rounds: number): void;
  readonly wideOperations: WebAssembly.Global;
  readonly narrowOperations: WebAssembly.Global;
}

/** Rounds of a call: about a millisecond. */
const rounds = 500_000;

/** Must come after selfie-wasm has started: it sets the flags that V8 compiles by. */
export function ceiling({ vectorBits, fused }: { vectorBits: 128 | 256; fused: boolean }): Ceiling {
  const file = new URL(fused ? './ceiling-fused.wasm' : './ceiling.wasm', import.meta.url);
  const module = new WebAssembly.Module(readFileSync(file));
  const exports = new WebAssembly.Instance(module).exports as unknown as Exports;
  const name = vectorBits === 256 ? 'wide' : 'narrow';
  const operations = exports[`${name}Operations`].value * rounds;
  return {
    measure() {
      const start = performance.now();
      exports[name](rounds);
      return (performance.now() - start) / 1000 / (operations / 1e9);
    },
    async accompany() {
      const loop = `
        const { parentPort, workerData } = require('node:worker_threads');
        const { exports } = new WebAssembly.Instance(workerData.module);
        parentPort.postMessage('busy');
        for (;;) exports[workerData.name](workerData.rounds);`;
      await once(new Worker(loop, { eval: true, workerData: { module, name, rounds } }), 'message');
    },
  };
}
