import type { StepReport } from '../loop/step-report.ts';
import type { Log } from './log.ts';

/**
 * Makes an `onStep` of `train` that writes every step to logs: loss, metrics, gradient norm, rate, pictures a second,
 * memory, whether it was skipped (0 or 1), and what else it is given.
 *
 * As the values of `onlineProbes` come with the report, each step has one line.
 *
 * @throws a sentence if a metric, or what else there is, has the name of another value.
 */
export function stepLog(
  ...logs: readonly Log[]
): (report: StepReport, more?: Readonly<Record<string, number>>) => Promise<void> {
  return async ({ step, loss, metrics, gradientNorm, learningRate, picturesPerSecond, memory, skipped }, more) => {
    const rest = { gradientNorm, learningRate, picturesPerSecond, memory, skipped: Number(skipped) };
    const values = joined({ loss }, metrics, rest, more);
    for (const log of logs) await log.write(step, values);
  };
}

/** Records as one, in which each name stands once. */
function joined(...records: (Readonly<Record<string, number>> | undefined)[]): Record<string, number> {
  const values: Record<string, number> = {};
  const entries = records.flatMap((record) => Object.entries(record ?? {}));
  for (const [name, value] of entries) {
    if (Object.hasOwn(values, name)) throw new Error(`two values of a step are named ${name}: give one another name`);
    values[name] = value;
  }
  return values;
}
