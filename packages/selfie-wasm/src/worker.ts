import { argumentsAt, word } from './control.ts';

/** What a worker thread is given. */
export interface WorkerTask {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly kernels: readonly string[];
  readonly scratch: number;
  readonly tile: number;
}

type Kernel = (...values: number[]) => void;

/** Spins before a thread goes to sleep: about 0.1 ms, longer than the pause between two kernels of a step. */
const spins = 20_000;

/** Waits for jobs and takes shares of them until the process ends. */
function work({ module, memory, kernels, scratch, tile }: WorkerTask): void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  (exports.useScratch as Kernel)(scratch);
  (exports.useTile as Kernel)(tile);
  const table = kernels.map((name) => exports[name] as Kernel);
  const words = new Int32Array(memory.buffer, 0, 128);
  const values = new Float64Array(memory.buffer, argumentsAt, 64);
  let seen = 0;
  for (;;) {
    for (let i = 0; Atomics.load(words, word.generation) === seen; i++) {
      if (i >= spins) Atomics.wait(words, word.generation, seen);
    }
    seen = Atomics.load(words, word.generation);
    Atomics.add(words, word.active, 1);
    try {
      takeShare(words, values, table);
    } catch {
      Atomics.store(words, word.failed, 1);
    }
    Atomics.sub(words, word.active, 1);
    Atomics.notify(words, word.active);
  }
}

function takeShare(words: Int32Array, values: Float64Array, table: Kernel[]): void {
  let claimed = Atomics.add(words, word.claimed, 1);
  if (claimed >= Atomics.load(words, word.items)) return;
  const kernel = table[words[word.kernel]!]!;
  const count = words[word.arguments]!;
  const given = Array.from(values.subarray(0, count));
  for (; claimed < words[word.items]!; claimed = Atomics.add(words, word.claimed, 1)) {
    given[count] = Atomics.sub(words, word.back, 1) - 1;
    kernel.apply(null, given);
  }
}

const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
if (threads) work(threads.workerData as WorkerTask);
else globalThis.onmessage = ({ data }: MessageEvent<WorkerTask>) => work(data);
