import type { Variables } from '../interfaces.ts';
import type { Pass } from './forward-backward.ts';
import { readScalars } from './read-scalars.ts';
import { zeroIfFinite } from './zero-if-finite.ts';

/** The path of the first running statistic that would not be finite, of a pass that has one. */
export async function badStatistic(variables: Variables, statistics: Pass['statistics']): Promise<string> {
  const listed = Object.entries(variables).filter(([, variable]) => statistics.has(variable));
  const zeros = await readScalars(() => listed.map(([, variable]) => zeroIfFinite([statistics.get(variable)!])));
  return listed[zeros.findIndex((zero) => !Number.isFinite(zero))]![0];
}
