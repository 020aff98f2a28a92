import { checkCount } from '../check-count.ts';
import { checkPeak } from './check-peak.ts';
import type { Schedule } from './schedule.ts';

/** Options of the schedule. */
export interface CosineDecayOptions {
  /** The rate of step 0; above 0. */
  readonly peak: number;
  /** Steps until the rate is 0. */
  readonly steps: number;
}

/**
 * Rates that fall along half a cosine (Loshchilov, Hutter 2017): `peak · (1 + cos(π · step / steps)) / 2`; 0 from `steps` on.
 *
 * @throws if peak or steps is not above 0.
 */
export function cosineDecay({ peak, steps }: CosineDecayOptions): Schedule {
  checkPeak(peak);
  checkCount('steps', steps);
  return (step) => (step < steps ? (peak * (1 + Math.cos((Math.PI * step) / steps))) / 2 : 0);
}
