import { checkLine, type Log, ownColumns } from './log.ts';
import { stepLines } from './step-lines.ts';

/**
 * Logs to a table of comma-separated values with the columns step, wallTime (Unix time in seconds) and one a value.
 *
 * A value that a step lacks is an empty cell; what is not finite stands as NaN, Infinity or -Infinity. A new name adds a
 * column on the right and empty cells above: the file is then written anew beside the old one, and takes its name.
 *
 * @throws a sentence if the file cannot be written, or exists and is no such log, or if a name has a comma, a quote or a
 * line break.
 */
export function csvLog(path: string): Log {
  const file = stepLines(path, {
    start: ownColumns.join(','),
    stepOf: (line) => Number(line.slice(0, line.indexOf(','))),
  });
  let columns = file.first()?.split(',');
  return {
    write(step, values) {
      checkLine(step, values);
      const names = Object.keys(values);
      checkNames(names);
      file.goTo(step);
      const known: readonly string[] = columns ?? ownColumns;
      const all = [...known, ...names.filter((name) => !known.includes(name))];
      const line: Readonly<Record<string, number>> = { ...values, step, wallTime: Date.now() / 1000 };
      const row = all.map((name) => line[name] ?? '').join(',');
      if (!columns) {
        file.append([all.join(','), row]);
      } else {
        if (all.length > known.length) {
          const cells = ','.repeat(all.length - known.length);
          file.rewrite((old, index) => (index === 0 ? all.join(',') : old + cells));
        }
        file.append([row]);
      }
      columns = all;
    },
  };
}

function checkNames(names: readonly string[]): void {
  const wrong = names.find((name) => /[",\r\n]/.test(name));
  if (wrong !== undefined) {
    throw new Error(
      `a column's name has no comma, quote or line break: got ${JSON.stringify(wrong)}; name it otherwise`,
    );
  }
}
