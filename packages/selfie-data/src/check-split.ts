/** @throws RangeError if a split is none of those that a data set has. */
export function checkSplit(split: string, splits: readonly string[]): void {
  if (splits.includes(split)) return;
  const quoted = splits.map((name) => `'${name}'`).join(' or ');
  throw new RangeError(`split must be ${quoted}: got ${JSON.stringify(split)}; use one of them`);
}
