/** @throws RangeError if a batch size is no whole number above 0. */
export function checkBatchSize(batchSize: number): void {
  if (Number.isInteger(batchSize) && batchSize >= 1) return;
  throw new RangeError(`batchSize must be a whole number above 0: got ${batchSize}; use e.g. 64`);
}
