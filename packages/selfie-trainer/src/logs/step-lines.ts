import { appendFileSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { removeLeftovers } from '../files/temporary-files.ts';
import { writeWholeSync } from '../files/write-whole.ts';
import { appendWhole, writing } from './writing.ts';

/** How lines are told from each other. */
export interface LineFormat {
  /** What every file of this format begins with. */
  readonly start: string;
  /** The step of a whole line; NaN of a header. */
  readonly stepOf: (line: string) => number;
}

/** A text file of lines in the order of their steps. */
export interface StepLines {
  /** The file's first line, if it has one. */
  first(): string | undefined;
  /** If the run goes on from an earlier step, drops what is from this step on. */
  goTo(step: number): void;
  append(lines: readonly string[]): void;
  /** Changes all lines, all at once or not at all. */
  rewrite(change: (line: string, index: number) => string): void;
}

/**
 * Opens a file of lines to go on with it, or makes it and its folder; a partial last line, which a killed run may leave,
 * is cut off.
 *
 * Lines are in the operating system's hands when `append` returns: a kill loses none, though a power failure may.
 *
 * @throws a sentence with the path if the file cannot be written or is not of this format.
 */
export function stepLines(path: string, { start, stepOf }: LineFormat): StepLines {
  writing(path, () => prepare(path, start));
  const read = () => readFileSync(path, 'utf8').split('\n').slice(0, -1);
  const last = read().at(-1);
  /** The lowest step that comes after the last line, or beside it. */
  let next = last === undefined || Number.isNaN(stepOf(last)) ? 0 : stepOf(last) + 1;

  return {
    first: () => read()[0],
    goTo(step) {
      if (step < next) {
        writing(path, () => {
          const lines = read();
          const dropped = lines.findIndex((line) => stepOf(line) >= step);
          if (dropped >= 0) truncateSync(path, Buffer.byteLength(joined(lines.slice(0, dropped))));
        });
      }
      next = step;
    },
    append: (lines) => writing(path, () => appendWhole(path, joined(lines))),
    rewrite: (change) => writing(path, () => writeWholeSync(path, joined(read().map(change)))),
  };
}

/** Makes the file if there is none, and cuts off what a killed run may have left: a partial last line, a temporary file. */
function prepare(path: string, start: string): void {
  mkdirSync(dirname(path), { recursive: true });
  removeLeftovers(dirname(path));
  appendFileSync(path, '');
  const bytes = readFileSync(path);
  const beginning = bytes.subarray(0, start.length).toString('latin1');
  if (!start.startsWith(beginning)) {
    throw new Error(`it does not begin with ${start}, as a log of this kind does`);
  }
  truncateSync(path, bytes.lastIndexOf('\n') + 1);
}

const joined = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
