import type { Schedule } from './schedule.ts';

/** Options of the schedule. */
export interface LinearWarmupOptions {
  /** Steps of the rise. */
  readonly warmup: number;
  /** What follows the rise; it starts with its own step 0. */
  readonly after: Schedule;
  /** The rate that the rise ends with. @default after(0) */
  readonly peak?: number;
}

/**
 * Rates that rise linearly over `warmup` steps (Goyal et al. 2017), and then those of another schedule:
 * `peak · (step + 1) / warmup` below `warmup`, from there `after(step − warmup)`.
 *
 * @throws if warmup is not a whole number, or peak not a rate.
 */
export function linearWarmup({ warmup, after, peak = after(0) }: LinearWarmupOptions): Schedule {
  if (!(Number.isInteger(warmup) && warmup >= 0)) {
    throw new Error(`warmup is a whole number of at least 0: got ${warmup}`);
  }
  if (!(peak >= 0 && Number.isFinite(peak))) throw new Error(`peak is a rate of at least 0: got ${peak}`);
  return (step) => (step < warmup ? (peak * (step + 1)) / warmup : after(step - warmup));
}
