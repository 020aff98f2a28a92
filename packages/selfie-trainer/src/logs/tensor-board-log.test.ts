import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { type EventContent, eventRecord } from './event-records.ts';
import { tensorBoardLog } from './tensor-board-log.ts';

const folder = join(temporaryFolder(), 'runs');
const file = (seconds: number) => `events.out.tfevents.${seconds}.${hostname()}.${process.pid}`;
const bytes = (...events: EventContent[]) => Buffer.concat(events.map((event) => eventRecord(1500.5, event)));
const version = { fileVersion: 'brain.Event:2' };

vi.useFakeTimers({ now: 1_500_500, toFake: ['Date'] });
beforeEach(() => rmSync(folder, { recursive: true, force: true }));

test('an event file has its version, where the run starts, and then the steps', () => {
  const log = tensorBoardLog(folder);
  expect(readFileSync(join(folder, file(1500))).equals(bytes(version))).toBe(true);
  log.write(7, { loss: 2, 'probe/knn': 0.5 });
  log.write(8, { loss: 1 });
  expect(readFileSync(join(folder, file(1500)))).toEqual(
    bytes(version, { start: 7 }, { step: 7, values: { loss: 2, 'probe/knn': 0.5 } }, { step: 8, values: { loss: 1 } }),
  );
});

test('a log opened again has a file that sorts last, also within the same second', () => {
  tensorBoardLog(folder);
  writeFileSync(join(folder, 'notes.txt'), '');
  tensorBoardLog(folder).write(3, {});
  tensorBoardLog(folder);
  expect(readdirSync(folder).sort()).toEqual([file(1500), file(1501), file(1502), 'notes.txt']);
  expect(readFileSync(join(folder, file(1501)))).toEqual(bytes(version, { start: 3 }, { step: 3, values: {} }));
});

test('an open log says when the run goes back', () => {
  const log = tensorBoardLog(folder);
  for (const step of [5, 6, 6, 5]) log.write(step, {});
  const step = (step: number) => ({ step, values: {} });
  expect(readFileSync(join(folder, file(1500)))).toEqual(
    bytes(version, { start: 5 }, step(5), step(6), step(6), { start: 5 }, step(5)),
  );
});

test('says why it cannot write', () => {
  writeFileSync(folder, '');
  expect(() => tensorBoardLog(folder)).toThrow(/runs could not be written: EEXIST/);
  rmSync(folder);
  const log = tensorBoardLog(folder);
  rmSync(folder, { recursive: true });
  expect(() => log.write(0, {})).toThrow(/runs\/events\.out\.tfevents\..* could not be written: ENOENT/);
  expect(() => tensorBoardLog(folder).write(0, { step: 1 })).toThrow('a log writes step by itself');
});
