import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { experimentFolder } from './experiment-folder.ts';
import type { RunRecord } from './run-record.ts';

const root = mkdtempSync(join(tmpdir(), 'experiment-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
const scratch = () => join(root, `a/b${++folders}`);

const record = (seed: number): RunRecord => ({
  ...{ phase: 'final', arm: 'größer', labels: 20, setting: { learningRate: 0.1, weightDecay: 0, steps: 5 }, seed },
  ...{ fingerprint: 'f', accuracy: 1 / 3, loss: null, trainingAccuracy: 1, diverged: false, seconds: 0.1 + 0.2 },
});

test('what was kept is read again, also by another process', async () => {
  const folder = scratch();
  const store = await experimentFolder(folder);
  expect(await store.read()).toEqual([]);
  await store.append(record(1));
  await store.append(record(2));
  expect(await store.read()).toEqual([record(1), record(2)]);
  expect(await (await experimentFolder(folder)).read()).toEqual([record(1), record(2)]);
});

test('a last line that was cut off is dropped at every length, and the next record stands on its own', async () => {
  const folder = scratch();
  const path = join(folder, 'records.jsonl');
  const store = await experimentFolder(folder);
  await store.append(record(1));
  const whole = readFileSync(path);
  const line = Buffer.from(`${JSON.stringify(record(2))}\n`);
  for (let length = 0; length < line.length; length++) {
    writeFileSync(path, Buffer.concat([whole, line.subarray(0, length)]));
    expect(await store.read()).toEqual([record(1)]);
    if (length % 40 === 0) {
      await store.append(record(3));
      expect(await store.read()).toEqual([record(1), record(3)]);
    }
  }
});

test('another damaged line is named', async () => {
  const folder = scratch();
  const store = await experimentFolder(folder);
  await store.append(record(1));
  const withoutTraining = '{"fingerprint":"f","accuracy":1,"setting":{}}';
  for (const line of ['{"phase"', 'null', '{"fingerprint":"f"}', withoutTraining]) {
    appendFileSync(join(folder, 'records.jsonl'), `${line}\n`);
    await expect(store.read()).rejects.toThrow(
      `records.jsonl, line 2: expected the record of a run, found ${line.slice(0, 40)}; remove that line`,
    );
    writeFileSync(join(folder, 'records.jsonl'), `${JSON.stringify(record(1))}\n`);
  }
});

test('a file that cannot be written or read is named', async () => {
  const folder = scratch();
  const store = await experimentFolder(folder);
  mkdirSync(join(folder, 'records.jsonl'));
  await expect(store.append(record(1))).rejects.toThrow(/records\.jsonl could not be written: /);
  await expect(store.read()).rejects.toThrow(/records\.jsonl could not be read: /);
});

test('a folder that cannot be made is named', async () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  await expect(experimentFolder(join(file, 'folder'))).rejects.toThrow(/file\/folder could not be made: /);
});
