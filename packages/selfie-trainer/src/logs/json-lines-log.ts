import { checkLine, type Log } from './log.ts';
import { stepLines } from './step-lines.ts';

/**
 * Logs to a file of JSON lines, `{"step":0,"wallTime":1767225600.25,"loss":2.1,…}`.
 *
 * `wallTime` is Unix time in seconds. What is not finite stands as `"NaN"`, `"Infinity"` or `"-Infinity"`, as JSON has no
 * such numbers and Protobuf's JSON writes them so; `Number(…)` and Python's `float(…)` read all of them.
 *
 * @throws a sentence if the file cannot be written, or exists and is no such log.
 */
export function jsonLinesLog(path: string): Log {
  const file = stepLines(path, {
    start: '{"step":',
    stepOf: (line) => Number(/^\{"step":(\d+)/.exec(line)?.[1]),
  });
  return {
    write(step, values) {
      checkLine(step, values);
      file.goTo(step);
      const rest = JSON.stringify(values, finiteOrNamed).slice(1, -1);
      file.append([`{"step":${step},"wallTime":${Date.now() / 1000}${rest && `,${rest}`}}`]);
    },
  };
}

const finiteOrNamed = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
