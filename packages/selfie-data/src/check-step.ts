/** @throws RangeError if a step is no whole number from 0. */
export function checkStep(step: number): void {
  if (Number.isInteger(step) && step >= 0) return;
  throw new RangeError(`step must be a whole number from 0: got ${step}; count steps from 0`);
}
