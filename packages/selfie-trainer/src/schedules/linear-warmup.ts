import { checkCount } from '../check-count.ts';
import type { Schedule } from './schedule.ts';

/** Options of the schedule. */
export interface LinearWarmupOptions {
  /** Steps of the rise. */
  readonly warmup: number;
  /** What follows the rise, which ends with its first rate; it starts with its own step 0. */
  readonly after: Schedule;
}

/**
 * Rates that rise linearly over `warmup` steps (Goyal et al. 2017), and then those of another schedule:
 * `after(0) · (step + 1) / warmup` below `warmup`, from there `after(step − warmup)`.
 *
 * @throws if warmup is not a whole number, or what follows starts with no rate.
 */
export function linearWarmup({ warmup, after }: LinearWarmupOptions): Schedule {
  checkCount('warmup', warmup, 0);
  const peak = after(0);
  if (!(peak >= 0 && Number.isFinite(peak))) throw new Error(`after(0) is a rate of at least 0: got ${peak}`);
  return (step) => (step < warmup ? (peak * (step + 1)) / warmup : after(step - warmup));
}
