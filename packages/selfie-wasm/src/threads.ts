import { argumentsAt, closed, structuresAt, word } from './control.ts';
import { workerSource } from './generated/worker-source.ts';
import { isNode, type Machine } from './machine.ts';
import type { Allocator } from './memory.ts';
import type { WorkerTask } from './worker.ts';

type Kernel = (...values: number[]) => number;

/** The kernels of the compiled module, run on all threads; names and numbers are those that assembly/ exports. */
export interface Threads {
  /** Threads that share the work, this one among them: 1 once a worker has failed. */
  readonly count: number;
  /** Runs a kernel for items 0 … items − 1, in any order, each once, and returns when all are done. */
  run(kernel: string, items: number, ...values: number[]): void;
  /** The same on this thread alone: for work so small that sharing it would take longer. */
  runHere(kernel: string, items: number, ...values: number[]): void;
  /** A function that is not split into items, called on this thread. */
  call(name: string, ...values: number[]): number;
  /** A number that assembly/ exports. */
  constant(name: string): number;
  /** Lays out int32 values for a kernel, `offset` bytes into the room for structures; answers their address. */
  place(values: readonly number[], offset?: number): number;
  /** Ends the worker threads; what comes after runs on this one. */
  stop(): void;
}

/** Looks at the others' shares before this thread goes to sleep. */
const mainSpins = 5_000;

/** Node lets every thread sleep, browsers only workers. */
const mayWait = isNode() || typeof document === 'undefined';

/** Milliseconds of waiting after which a thread that does not finish its share is given up; a share takes a few. */
const patience = 30_000;

/** Milliseconds that count between two looks at the most: after a computer slept, or a process was stopped, clocks leap. */
const longestLook = 100;

/** Shares work with `count` − 1 worker threads. They join whenever they are ready; until then this thread does all of it. */
export function startThreads(
  { module, memory, exports }: Machine,
  { allocate }: Allocator,
  count: number,
  tile: number,
): Threads {
  const kernels = Object.keys(exports).filter((name) => typeof exports[name] === 'function');
  const numbers = new Map(kernels.map((name, index) => [name, index]));
  const scratchBytes = (exports.scratchBytes as Kernel)();
  const words = new Int32Array(memory.buffer, 0, 128);
  const values = new Float64Array(memory.buffer, argumentsAt, 64);
  let together = count > 1;
  Atomics.store(words, word.claimed, closed);
  (exports.useScratch as Kernel)(allocate(scratchBytes));
  (exports.useTile as Kernel)(tile);
  let workers: { terminate(): unknown }[] | undefined;

  /** Workers start with the first work to share, so that a process that has none pays nothing. */
  function startWorkers() {
    return Array.from({ length: count - 1 }, () =>
      startWorker({ module, memory, kernels, scratch: allocate(scratchBytes), tile }, () => {
        if (together) console.warn('selfie-wasm: a worker thread ended; going on with one thread');
        together = false;
      }),
    );
  }

  function runAlone(kernel: Kernel, items: number, given: number[]): void {
    const last = given.length;
    for (let item = 0; item < items; item++) {
      given[last] = item;
      kernel.apply(null, given);
    }
  }

  function runTogether(name: string, items: number, given: number[]): void {
    workers ??= startWorkers();
    words[word.kernel] = numbers.get(name)!;
    words[word.arguments] = given.length;
    values.set(given);
    Atomics.store(words, word.items, items);
    Atomics.store(words, word.back, items);
    Atomics.store(words, word.claimed, 0);
    Atomics.add(words, word.generation, 1);
    Atomics.notify(words, word.generation);
    const kernel = exports[name] as Kernel;
    const last = given.length;
    for (let item = 0; Atomics.add(words, word.claimed, 1) < items; item++) {
      given[last] = item;
      kernel.apply(null, given);
    }
    Atomics.store(words, word.claimed, closed);
    awaitOthers(name);
    if (Atomics.exchange(words, word.failed, 0) !== 0) {
      throw new Error(`selfie-wasm: a worker thread failed in the kernel ${name}; its result is not to be trusted`);
    }
  }

  /**
   * Waits until nobody has a share any more: spinning at first, then asleep, so that a thread that was pushed off its
   * processor by another program gets it back; on a browser's main thread, where sleeping is forbidden, spinning only.
   */
  function awaitOthers(name: string): void {
    let [waited, looked] = [0, 0];
    for (let spins = 1; ; spins++) {
      const active = Atomics.load(words, word.active);
      if (active === 0) return;
      if (spins < mainSpins) continue;
      if (mayWait) Atomics.wait(words, word.active, active, 1);
      else if (spins % 0x1_0000 !== 0) continue;
      const now = performance.now();
      if (looked !== 0) waited += Math.min(now - looked, longestLook);
      looked = now;
      if (waited < patience) continue;
      together = false;
      throw new Error(
        `selfie-wasm: a worker thread stopped answering in the kernel ${name}, whose result is lost; what comes next runs on one thread`,
      );
    }
  }

  return {
    get count() {
      return together ? count : 1;
    },
    run(name, items, ...given) {
      if (together && items > 1) runTogether(name, items, given);
      else runAlone(exports[name] as Kernel, items, given);
    },
    runHere: (name, items, ...given) => runAlone(exports[name] as Kernel, items, given),
    call: (name, ...given) => (exports[name] as Kernel)(...given),
    constant: (name) => (exports[name] as WebAssembly.Global).value,
    place(structure, offset = 0) {
      new Int32Array(memory.buffer, structuresAt + offset, structure.length).set(structure);
      return structuresAt + offset;
    },
    stop() {
      together = false;
      for (const worker of workers ?? []) worker.terminate();
    },
  };
}

/** A worker thread of Node, which does not keep the process alive, or of a browser; calls `ended` when it ends. */
function startWorker(task: WorkerTask, ended: () => void): { terminate(): unknown } {
  const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  if (threads) {
    const worker = new threads.Worker(workerSource, { eval: true, workerData: task, stdin: false });
    worker.on('error', ended).on('exit', ended).unref();
    return worker;
  }
  const address = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
  const worker = new Worker(address);
  worker.onerror = ended;
  worker.postMessage(task);
  return worker;
}

/** Threads to use: `SELFIE_WASM_THREADS` where it is set, else one a processor. */
export function threadCount(shared: boolean): number {
  if (!shared) return 1;
  const wanted = globalThis.process?.env?.SELFIE_WASM_THREADS;
  if (wanted !== undefined && wanted !== '') {
    if (!/^[1-9]\d*$/.test(wanted)) {
      throw new Error(
        `SELFIE_WASM_THREADS: expected a whole number from 1 on, got '${wanted}'; unset it to use every processor`,
      );
    }
    return Math.min(Number(wanted), 64);
  }
  const os = globalThis.process?.getBuiltinModule?.('node:os');
  return Math.min(os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1, 16);
}
