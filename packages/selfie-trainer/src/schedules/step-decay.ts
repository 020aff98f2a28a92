import { checkPeak } from './check-peak.ts';
import type { Schedule } from './schedule.ts';

/** Options of the schedule. */
export interface StepDecayOptions {
  /** The rate of step 0; above 0. */
  readonly peak: number;
  /** The steps from which on the rate is lower, in rising order. */
  readonly milestones: readonly number[];
  /** What each milestone multiplies the rate by, in (0, 1). @default 0.1 */
  readonly factor?: number;
}

/**
 * Rates that drop at milestones (He et al. 2016): `peak · factor ^ (milestones that are at most step)`.
 *
 * @throws if peak is not above 0, factor is out of range, or the milestones are not rising whole numbers from 1 on.
 */
export function stepDecay({ peak, milestones, factor = 0.1 }: StepDecayOptions): Schedule {
  checkPeak(peak);
  if (!(factor > 0 && factor < 1)) throw new Error(`factor lies in (0, 1): got ${factor}`);
  if (!milestones.every((milestone, i) => Number.isInteger(milestone) && milestone > (milestones[i - 1] ?? 0))) {
    throw new Error(`milestones are whole numbers from 1 on in rising order: got [${milestones.join(', ')}]`);
  }
  return (step) => peak * factor ** milestones.filter((milestone) => milestone <= step).length;
}
