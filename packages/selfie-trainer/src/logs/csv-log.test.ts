import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { place } from '../files/temporary-files.ts';
import { csvLog } from './csv-log.ts';

const folder = temporaryFolder();
const path = join(folder, 'log.csv');
const lines = () => readFileSync(path, 'utf8').split('\n');

vi.useFakeTimers({ now: 1500, toFake: ['Date'] });
beforeEach(() => rmSync(path, { recursive: true, force: true }));

test('is a table whose columns are those of the first line, with empty cells where a value is missing', () => {
  const log = csvLog(path);
  log.write(0, { loss: 2.125, accuracy: 0.25 });
  log.write(1, { accuracy: 0.5, loss: Number.NaN });
  log.write(2, { accuracy: Number.NEGATIVE_INFINITY });
  expect(lines()).toEqual(['step,wallTime,loss,accuracy', '0,1.5,2.125,0.25', '1,1.5,NaN,0.5', '2,1.5,,-Infinity', '']);
});

test('gets a column for a new name, also when it was reopened, and leaves no other file', () => {
  csvLog(path).write(0, { loss: 1 });
  const log = csvLog(path);
  log.write(1, { loss: 2, 'probe/knn': 0.5, 'probe/linear': 0.75 });
  log.write(2, { loss: 3 });
  expect(lines()).toEqual([
    'step,wallTime,loss,probe/knn,probe/linear',
    '0,1.5,1,,',
    '1,1.5,2,0.5,0.75',
    '2,1.5,3,,',
    '',
  ]);
  expect(readdirSync(folder)).toEqual(['log.csv']);
});

test('a new column that a killed run was about to add leaves nothing behind', () => {
  const { pid } = spawnSync(process.execPath, ['--eval', '']);
  writeFileSync(`${path}.tmp-${randomUUID()}-${pid}-${place}`, 'step,wallTime');
  csvLog(path);
  expect(readdirSync(folder)).toEqual(['log.csv']);
});

test('a reopened log goes on from the first step it is given, and keeps its columns', () => {
  const first = csvLog(path);
  for (const step of [0, 1, 2]) first.write(step, { a: step });
  csvLog(path).write(1, { b: 7 });
  expect(lines()).toEqual(['step,wallTime,a,b', '0,1.5,0,', '1,1.5,,7', '']);
  csvLog(path).write(0, { b: 8 });
  expect(lines()).toEqual(['step,wallTime,a,b', '0,1.5,,8', '']);
});

test('wherever a kill cut the file, the resumed log ends as if nothing had happened', () => {
  const write = (first: number) => {
    const log = csvLog(path);
    for (let step = first; step < 12; step++) log.write(step, { loss: step / 7 });
  };
  write(8);
  const whole = readFileSync(path);
  for (let bytes = 0; bytes < whole.length; bytes++) {
    writeFileSync(path, whole.subarray(0, bytes));
    const kept = Math.max(0, whole.subarray(0, bytes).toString().split('\n').length - 2);
    write(8 + kept);
    expect(readFileSync(path, 'utf8')).toBe(whole.toString());
  }
});

test('a table of someone else, and a name that is no column, are left alone', () => {
  writeFileSync(path, 'step,price\n1,2\n');
  expect(() => csvLog(path)).toThrow(
    'log.csv could not be written: it does not begin with step,wallTime, as a log of this kind does; give a log another path',
  );
  expect(lines()).toEqual(['step,price', '1,2', '']);
  rmSync(path);
  for (const name of ['a,b', 'a"', 'a\nb']) {
    expect(() => csvLog(path).write(0, { [name]: 1 })).toThrow(
      `a column's name has no comma, quote or line break: got ${JSON.stringify(name)}; name it otherwise`,
    );
  }
  expect(lines()).toEqual(['']);
});
