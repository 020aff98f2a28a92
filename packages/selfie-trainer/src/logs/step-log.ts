import type { StepReport } from '../loop/step-report.ts';
import type { Log } from './log.ts';

/**
 * Makes an `onStep` of `train` that writes every step to logs: loss, metrics, gradient norm, rate, pictures a second,
 * memory, whether it was skipped (0 or 1), and what else it is given.
 *
 * As the values of `onlineProbes` come with the report, each step has one line. The logs stay their maker's to close.
 */
export function stepLog(
  ...logs: readonly Log[]
): (report: StepReport, more?: Readonly<Record<string, number>>) => Promise<void> {
  return async ({ step, metrics, skipped, ...numbers }, more) => {
    const { loss, ...rest } = numbers;
    const values = { loss, ...metrics, ...rest, skipped: Number(skipped), ...more };
    for (const log of logs) await log.write(step, values);
  };
}
