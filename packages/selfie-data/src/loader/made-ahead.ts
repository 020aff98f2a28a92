/** A row of batches, which may be asked for in any order; fastest one after the other. */
export interface MadeAhead<T> {
  /** The batch of a step. Its memory is used again as soon as another one is asked for. */
  at(step: number): Promise<T>;
}

/**
 * Makes batches in shared memory before they are asked for: the one of the step that is asked for, and `prefetch` that
 * follow it. There is memory for no more than these: a batch that is used is what the next one waits for.
 *
 * @param make Makes the batch of a step in memory that is nobody else's until then.
 */
export function madeAhead<T>(
  prefetch: number,
  bytes: number,
  make: (step: number, memory: SharedArrayBuffer) => Promise<T>,
): MadeAhead<T> {
  const unused = Array.from({ length: prefetch + 1 }, () => new SharedArrayBuffer(bytes));
  const started = new Map<number, { readonly memory: SharedArrayBuffer; readonly batch: Promise<T> }>();

  function start(step: number): void {
    if (started.has(step)) return;
    const memory = unused.pop()!;
    const batch = make(step, memory);
    batch.catch(() => {}); // thrown where it is asked for
    started.set(step, { memory, batch });
  }

  /** Frees the memory of all but the steps from `first` to `last`, once nobody writes into it. */
  async function keep(first: number, last: number): Promise<void> {
    for (const [step, { memory, batch }] of started) {
      if (step >= first && step <= last) continue;
      started.delete(step);
      await batch.catch(() => {});
      unused.push(memory);
    }
  }

  let before: Promise<unknown> = Promise.resolve();
  return {
    at(step) {
      const asked = before.then(async () => {
        await keep(step, step + prefetch);
        for (let next = step; next <= step + prefetch; next++) start(next);
        return started.get(step)!.batch;
      });
      before = asked.catch(() => {});
      return asked;
    },
  };
}
