import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { jsonLinesLog } from './json-lines-log.ts';

const folder = temporaryFolder();
const path = join(folder, 'runs', 'log.jsonl');
const read = () => readFileSync(path, 'utf8');
const steps = () => [...read().matchAll(/"step":(\d+)/g)].map(([, step]) => Number(step));

vi.useFakeTimers({ now: 1_767_225_600_250, toFake: ['Date'] });
beforeEach(() => rmSync(path, { recursive: true, force: true }));

test('writes a line a step, with its time, of valid JSON also where numbers are not finite', () => {
  const log = jsonLinesLog(path);
  log.write(0, { loss: 2.125, 'probe/knn': 0.5 });
  log.write(1, { loss: Number.NaN, up: Number.POSITIVE_INFINITY, down: Number.NEGATIVE_INFINITY });
  log.write(12, { 7: 1, '"\n': 2 });
  log.write(13, {});
  expect(read()).toBe(
    [
      '{"step":0,"wallTime":1767225600.25,"loss":2.125,"probe/knn":0.5}',
      '{"step":1,"wallTime":1767225600.25,"loss":"NaN","up":"Infinity","down":"-Infinity"}',
      '{"step":12,"wallTime":1767225600.25,"7":1,"\\"\\n":2}',
      '{"step":13,"wallTime":1767225600.25}',
      '',
    ].join('\n'),
  );
  for (const line of read().trim().split('\n')) JSON.parse(line);
});

test('each line is in the file when write returns', () => {
  const log = jsonLinesLog(path);
  for (const step of [0, 1, 2]) {
    log.write(step, { loss: step });
    expect(steps()).toEqual([0, 1, 2].slice(0, step + 1));
  }
});

test('a reopened log goes on from the first step it is given, and drops what it had of it', () => {
  for (const [from, to] of [
    [0, 5],
    [3, 8], // resumed two steps back
    [8, 9], // resumed where it ended
    [12, 13],
  ]) {
    const log = jsonLinesLog(path);
    for (let step = from!; step < to!; step++) log.write(step, { from: from! });
  }
  expect(steps()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 12]);
  expect([...read().matchAll(/"from":(\d+)/g)].map(([, from]) => Number(from))).toEqual([
    0, 0, 0, 3, 3, 3, 3, 3, 8, 12,
  ]);
});

test('an open log that goes back drops as well, and takes one step any number of times', () => {
  const log = jsonLinesLog(path);
  for (const step of [0, 1, 1, 2, 3, 1, 2]) log.write(step, {});
  expect(steps()).toEqual([0, 1, 2]);
  log.write(2, { more: 1 });
  expect(steps()).toEqual([0, 1, 2, 2]);
  jsonLinesLog(path).write(2, {});
  expect(steps()).toEqual([0, 1, 2]);
});

test('wherever a kill cut the file, the resumed log ends as if nothing had happened', () => {
  const write = (first: number) => {
    const log = jsonLinesLog(path);
    for (let step = first; step < 13; step++) log.write(step, { 'ä loss': step / 7 });
  };
  write(9);
  const whole = readFileSync(path);
  for (let bytes = 0; bytes < whole.length; bytes++) {
    writeFileSync(path, whole.subarray(0, bytes));
    const kept = whole.subarray(0, bytes).toString('latin1').split('\n').length - 1;
    jsonLinesLog(path);
    expect(steps()).toEqual([9, 10, 11, 12].slice(0, kept));
    write(9 + kept);
    expect(readFileSync(path).equals(whole)).toBe(true);
  }
});

test('says why it cannot write', () => {
  mkdirSync(path, { recursive: true });
  expect(() => jsonLinesLog(path)).toThrow(/log\.jsonl could not be written: EISDIR: illegal operation on a directory/);
  rmSync(path, { recursive: true });
  const log = jsonLinesLog(path);
  rmSync(path);
  mkdirSync(path);
  expect(() => log.write(0, {})).toThrow(/log\.jsonl could not be written: EISDIR/);
});

test('leaves a file alone that is no such log', () => {
  writeFileSync(path, 'dear diary');
  expect(() => jsonLinesLog(path)).toThrow(
    'log.jsonl could not be written: it does not begin with {"step":, as a log of this kind does; give a log another path',
  );
  expect(read()).toBe('dear diary');
});

test('says which line it does not take', () => {
  const log = jsonLinesLog(path);
  expect(() => log.write(-1, {})).toThrow('step is a whole number of at least 0: got -1');
  expect(() => log.write(0.5, {})).toThrow('step is a whole number of at least 0: got 0.5');
  expect(() => log.write(0, { wallTime: 1 })).toThrow('a log writes wallTime by itself: give the value another name');
  expect(read()).toBe('');
});
