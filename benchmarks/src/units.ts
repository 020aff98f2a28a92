/** How a cost is written. */
export type Unit = 'time' | 'memory' | 'rate';

/** Costs as one reads them: seconds, bytes, and seconds for 10⁹ floating-point operations, which are written as a rate. */
export function written(cost: number, unit: Unit): string {
  if (unit === 'rate') return `${(1 / cost).toFixed(1)} GFLOP/s`;
  if (unit === 'memory') return `${(cost / 1e9).toFixed(2)} GB`;
  return cost < 1 ? `${(cost * 1000).toPrecision(3)} ms` : `${cost.toPrecision(3)} s`;
}
