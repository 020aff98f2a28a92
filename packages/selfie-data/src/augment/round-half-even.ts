/** The nearest whole number, of two equally near the even one, as Python's `round` and thus torchvision has it. */
export function roundHalfEven(x: number): number {
  return Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x);
}
