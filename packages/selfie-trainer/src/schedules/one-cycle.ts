import { checkCount } from '../check-count.ts';
import { checkPeak } from './check-peak.ts';
import type { Schedule } from './schedule.ts';

/** Options of the schedule. */
export interface OneCycleOptions {
  /** The largest rate; above 0. */
  readonly peak: number;
  /** Steps of the run. */
  readonly steps: number;
  /** The share of the steps in which the rate rises, in (0, 1). @default 0.3 */
  readonly rise?: number;
  /** The first rate is peak / startDivisor; at least 1. @default 25 */
  readonly startDivisor?: number;
  /** The last rate is peak / startDivisor / endDivisor; at least 1. @default 10,000 */
  readonly endDivisor?: number;
}

/**
 * Rates that rise along half a cosine to the peak and fall along another to almost 0 (Smith, Topin 2018), as PyTorch's
 * OneCycleLR with its defaults; momentum stays as it is.
 *
 * The rise ends at step `rise · steps − 1`, which need not be whole, the fall at the last step; the last rate stays.
 *
 * @throws if peak, steps or a divisor is out of range, or the rise is shorter than a step or as long as the run.
 */
export function oneCycle({ peak, steps, rise = 0.3, startDivisor = 25, endDivisor = 1e4 }: OneCycleOptions): Schedule {
  checkPeak(peak);
  checkCount('steps', steps);
  if (!(rise < 1 && rise * steps > 1)) {
    throw new Error(`rise is a share below 1 that comes to more than 1 of ${steps} steps: got ${rise}`);
  }
  for (const [name, divisor] of Object.entries({ startDivisor, endDivisor })) {
    if (!(divisor >= 1 && Number.isFinite(divisor))) throw new Error(`${name} is at least 1: got ${divisor}`);
  }
  const top = rise * steps - 1;
  const start = peak / startDivisor;
  const end = start / endDivisor;
  return (step) => {
    if (step <= top) return between(start, peak, step / top);
    return between(peak, end, Math.min(1, (step - top) / (steps - 1 - top)));
  };
}

/** From one rate to another along half a cosine; `share` of the way in [0, 1]. */
function between(from: number, to: number, share: number): number {
  return to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share));
}
