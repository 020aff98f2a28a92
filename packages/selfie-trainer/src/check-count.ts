/** @throws unless the value is a whole number of at least `least`. */
export function checkCount(name: string, value: number, least = 1): void {
  if (!Number.isInteger(value) || value < least) {
    throw new Error(`${name} is a whole number of at least ${least}: got ${value}`);
  }
}
