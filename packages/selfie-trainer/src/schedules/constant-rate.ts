import type { Schedule } from './schedule.ts';

/**
 * The same rate at every step.
 *
 * @throws if the rate is below 0.
 */
export function constantRate(rate: number): Schedule {
  if (!(rate >= 0 && Number.isFinite(rate))) throw new Error(`the rate is a number of at least 0: got ${rate}`);
  return () => rate;
}
