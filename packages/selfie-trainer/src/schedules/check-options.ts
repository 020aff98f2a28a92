/** Throws a sentence unless the largest rate of a schedule is above 0. */
export function checkPeak(peak: number): void {
  if (!(peak > 0 && Number.isFinite(peak))) throw new Error(`peak is a rate above 0: got ${peak}`);
}

/** Throws a sentence unless a run has a whole number of steps. */
export function checkSteps(steps: number): void {
  if (!(Number.isInteger(steps) && steps > 0)) throw new Error(`steps is a whole number of at least 1: got ${steps}`);
}
