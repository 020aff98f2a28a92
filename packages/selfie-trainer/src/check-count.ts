/** @throws unless the value is a whole number of at least 1. */
export function checkCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(`${name} is a whole number of at least 1: got ${value}`);
  }
}
