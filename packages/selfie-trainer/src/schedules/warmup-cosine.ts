import { checkCount } from '../check-count.ts';
import { checkPeak } from './check-peak.ts';
import { constantRate } from './constant-rate.ts';
import { cosineDecay } from './cosine-decay.ts';
import { linearWarmup } from './linear-warmup.ts';
import type { Schedule } from './schedule.ts';

/** Options of the schedule. */
export interface WarmupCosineOptions {
  /** The largest rate; above 0. */
  readonly peak: number;
  /** Steps of linear warm-up, from 0 to `steps`. @default 100 (Selfie, section 4.1) */
  readonly warmup?: number;
  /** Steps of the run. */
  readonly steps: number;
}

/**
 * Learning rates that rise linearly over `warmup` steps to the peak, then fall along a cosine to 0 at `steps`.
 *
 * With steps counted from 0: `peak · (step + 1) / warmup` below `warmup`; from there
 * `peak · (1 + cos(π · (step − warmup) / (steps − warmup))) / 2` (Loshchilov, Hutter 2017); 0 from `steps` on.
 *
 * @throws if peak or steps is not above 0, or the warm-up does not fit into the steps.
 */
export function warmupCosine({ peak, warmup = 100, steps }: WarmupCosineOptions): Schedule {
  checkPeak(peak);
  checkCount('steps', steps);
  if (!(Number.isInteger(warmup) && warmup >= 0 && warmup <= steps)) {
    throw new Error(`warmup is a whole number from 0 to steps, ${steps}: got ${warmup}`);
  }
  const fall = warmup < steps ? cosineDecay({ peak, steps: steps - warmup }) : constantRate(peak);
  const rate = linearWarmup({ warmup, after: fall });
  return (step) => (step < steps ? rate(step) : 0);
}
