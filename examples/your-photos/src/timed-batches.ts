/** Batches, and how long the last one was waited for. */
export interface TimedBatches<T> {
  batches(step: number): Promise<T>;
  /** Seconds from when the last batch was asked for until it was there. */
  waited(): number;
}

/** Measures how long batches are waited for. */
export function timedBatches<T>(batches: (step: number) => Promise<T>): TimedBatches<T> {
  let seconds = 0;
  return {
    async batches(step) {
      const asked = performance.now();
      const batch = await batches(step);
      seconds = (performance.now() - asked) / 1000;
      return batch;
    },
    waited: () => seconds,
  };
}
