/** Throws a sentence unless the largest rate of a schedule is above 0. */
export function checkPeak(peak: number): void {
  if (!(peak > 0 && Number.isFinite(peak))) throw new Error(`peak is a rate above 0: got ${peak}`);
}
