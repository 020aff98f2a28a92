import { checkCount } from '../check-count.ts';
import type { Communicator } from '../interfaces.ts';

/** What a rank asks for, until all others have asked for it, too. */
interface Call {
  readonly operation: 'allReduce' | 'broadcast' | 'barrier';
  readonly values: Float32Array;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Communicators of `size` ranks that run beside each other in one process, each given to its own `train(…)`.
 *
 * Sums are taken in the order of ranks, so a run repeats to the bit. Where calls do not meet (another operation, another
 * length) or a rank aborts, all waiting and later calls are rejected.
 *
 * @throws if size is no whole number of at least 1.
 */
export function inProcessCommunicators(size: number): Communicator[] {
  checkCount('size', size);
  const waiting = new Map<number, Call>();
  let failure: Error | undefined;

  const call = (rank: number, operation: Call['operation'], values: Float32Array): Promise<void> =>
    new Promise((resolve, reject) => {
      if (failure) return reject(failure);
      if (waiting.has(rank)) return reject(new Error(`rank ${rank} is still waiting: await its call before the next`));
      waiting.set(rank, { operation, values, resolve, reject });
      if (waiting.size === size) meet();
    });

  /** All ranks are there: does what they ask for, and lets them go on. */
  const meet = () => {
    const calls = Array.from({ length: size }, (_, rank) => waiting.get(rank)!);
    const different = calls.findIndex((other) => !isSame(calls[0]!, other));
    if (different > 0) {
      const reason = `rank ${different} calls ${described(calls[different]!)}, rank 0 ${described(calls[0]!)}`;
      return fail(new Error(`${reason}; give all ranks the same options`));
    }
    if (calls[0]!.operation === 'allReduce') allReduce(calls.map(({ values }) => values));
    if (calls[0]!.operation === 'broadcast') for (const { values } of calls.slice(1)) values.set(calls[0]!.values);
    waiting.clear();
    for (const { resolve } of calls) resolve();
  };

  const fail = (error: Error) => {
    failure ??= error;
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  };

  return Array.from({ length: size }, (_, rank) => ({
    rank,
    size,
    allReduce: (values) => call(rank, 'allReduce', values),
    broadcast: (values) => call(rank, 'broadcast', values),
    barrier: () => call(rank, 'barrier', new Float32Array(0)),
    abort: (cause) =>
      fail(new Error(`rank ${rank} failed: ${cause instanceof Error ? cause.message : cause}`, { cause })),
  }));
}

function isSame(a: Call, b: Call): boolean {
  return a.operation === b.operation && a.values.length === b.values.length;
}

function described({ operation, values }: Call): string {
  return `${operation} of ${values.length} numbers`;
}

/** Replaces each rank's values by the sum over all ranks. */
function allReduce(ranks: readonly Float32Array[]): void {
  const sums = ranks[0]!.slice();
  for (const values of ranks.slice(1)) {
    for (let i = 0; i < sums.length; i++) sums[i]! += values[i]!;
  }
  for (const values of ranks) values.set(sums);
}
