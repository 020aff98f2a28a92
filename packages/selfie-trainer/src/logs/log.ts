/** Takes the numbers of a run, step by step. */
export interface Log {
  /**
   * Writes one line or event of a step, with the time, before it returns.
   *
   * The first step that a log is given after it was opened, and any lower than the one before, says where the run goes
   * on: what was written from that step on is dropped, so that a resumed run has each step once.
   *
   * @param values by name, e.g. `loss`; other names may come at any step, and numbers need not be finite.
   * @throws a sentence if it cannot be written; what was written before stays whole.
   */
  write(step: number, values: Readonly<Record<string, number>>): void | Promise<void>;
}

/** What every line begins with: the step and Unix time in seconds. */
export const ownColumns = ['step', 'wallTime'] as const;

/** @throws unless this is a step, and the names leave those of the log's own columns alone. */
export function checkLine(step: number, values: Readonly<Record<string, number>>): void {
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new Error(`step is a whole number of at least 0: got ${step}`);
  }
  const taken = ownColumns.find((name) => Object.hasOwn(values, name));
  if (taken) throw new Error(`a log writes ${taken} by itself: give the value another name`);
}
