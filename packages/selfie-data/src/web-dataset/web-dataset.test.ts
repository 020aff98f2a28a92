import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pythonWith } from '../../../../testing/python.ts';
import { fileServer, serve } from '../download/fixtures/file-server.ts';
import { tarArchive } from './fixtures/tar-archive.ts';
import { type ShardPosition, type WebDatasetOptions, webDataset } from './web-dataset.ts';

const server = await fileServer();
let folder: string;
let pattern: string;

/** Shard s holds 3 + s pictures with the bytes `s/i` and the label 10 · s + i. */
const shard = (s: number) =>
  tarArchive(
    Array.from({ length: 3 + s }, (_, i) => [
      { path: `p${i}.cls`, contents: String(10 * s + i) },
      { path: `p${i}.JPG`, contents: `${s}/${i}` },
      { path: `p${i}.mask.png`, contents: 'no picture of its own' },
    ]).flat(),
  );
const all = [0, 1, 2, 3, 4].flatMap((s) => Array.from({ length: 3 + s }, (_, i) => `${s}/${i}`));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selfie-data-'));
  pattern = join(folder, '{0..4}.tar');
  for (let s = 0; s < 5; s++) await writeFile(join(folder, `${s}.tar`), shard(s));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(options?: WebDatasetOptions, from?: ShardPosition, shards = pattern) {
  const found: { picture: string; label?: number; next: ShardPosition; origin: string }[] = [];
  for await (const { bytes, ...rest } of webDataset(shards, options).samples(from)) {
    found.push({ picture: Buffer.from(bytes).toString(), ...rest });
  }
  return found;
}
const pictures = (samples: readonly { picture: string }[]) => samples.map(({ picture }) => picture);

test('reads pictures and labels in order', async () => {
  const found = await read();
  expect(pictures(found)).toEqual(all);
  expect(found.map(({ label }) => label)).toEqual(all.map((name) => 10 * Number(name[0]) + Number(name[2])));
  expect(found[1]!.origin).toBe(`${join(folder, '0.tar')} at 4096 (p1.JPG)`);
  expect(found[0]!.next).toEqual({ epoch: 0, shard: 0, offset: 3072, taken: 0 });
  expect(found.at(-1)!.next).toEqual({ epoch: 1, shard: 0, offset: 0, taken: 0 });
});

const options: Record<string, WebDatasetOptions> = {
  'as they come': {},
  shuffled: { shuffle: { seed: 7, samples: 4 } },
  'all in one block': { shuffle: { seed: 7 } },
  'a part': { shuffle: { seed: 7, samples: 4 }, part: { index: 1, count: 2 } },
};
describe.each(Object.keys(options))('%s', (name) => {
  test('goes on from any sample as it would have, into the next epoch', async () => {
    const first = await read(options[name]);
    const second = await read(options[name], first.at(-1)!.next);
    expect(second.at(-1)!.next.epoch).toBe(2);
    for (const [i, { next }] of first.entries()) {
      const rest = await read(options[name], next);
      expect(rest).toEqual(i + 1 < first.length ? first.slice(i + 1) : second);
    }
  });
});

test('shuffles by the seed, differently each epoch', async () => {
  const orders = await Promise.all(
    [1, 2].flatMap((seed) =>
      [0, 1].map(async (epoch) => {
        const found = await read({ shuffle: { seed, samples: 4 } }, { epoch, shard: 0, offset: 0, taken: 0 });
        expect(pictures(found).sort()).toEqual(all);
        return pictures(found).join();
      }),
    ),
  );
  expect(new Set(orders).size).toBe(4);
});

test('parts share the shards among them', async () => {
  const parts = await Promise.all(
    [0, 1, 2].map(async (index) => pictures(await read({ shuffle: { seed: 3 }, part: { index, count: 3 } }))),
  );
  expect(parts.flat().sort()).toEqual(all);
  const shards = parts.map((part) => new Set(part.map((name) => name[0])).size);
  expect(shards).toEqual([2, 2, 1]);
});

test('reads over HTTP, through broken connections, and goes on by a range', async () => {
  const bytes = shard(2);
  let requests = 0;
  server.answer = (...exchange) => serve(bytes, { upTo: [1000, 4000][requests++] })(...exchange);
  const address = `${server.url}/2.tar`;
  const found = await read({}, undefined, address);
  expect(pictures(found)).toEqual(all.filter((name) => name[0] === '2'));
  server.ranges = [];
  await read({}, found[2]!.next, address);
  expect(server.ranges).toEqual([`bytes=${found[2]!.next.offset}-`]);
});

test('stops in the middle without waiting for a server that hangs', async () => {
  server.answer = (_, response) => response.writeHead(200).write(shard(4).subarray(0, 8000));
  const started = performance.now();
  for await (const { bytes } of webDataset(`${server.url}/4.tar`, { shuffle: { seed: 1, samples: 2 } }).samples()) {
    expect(['4/0', '4/1']).toContain(Buffer.from(bytes).toString());
    break;
  }
  expect(performance.now() - started).toBeLessThan(25_000);
});

test('says what is wrong with a shard', async () => {
  const path = join(folder, 'wrong.tar');
  const reading = (bytes: Uint8Array, options?: WebDatasetOptions) =>
    writeFile(path, bytes).then(() => read(options, undefined, path));
  await expect(reading(tarArchive([{ path: 'a.txt', contents: 'x' }]))).rejects.toThrow(
    `${path}: expected pictures, found none; check the shards`,
  );
  await expect(reading(tarArchive([{ path: '../a.jpg', contents: 'x' }]))).rejects.toThrow('do not trust this archive');
  await expect(reading(shard(0).subarray(0, 2000))).rejects.toThrow(`${path} at `);
  await expect(reading(shard(1), { classes: ['cat'] })).rejects.toThrow(
    `${path} at 0 (p0.cls): expected one of 1 classes, found "10"`,
  );
  await expect(read({}, undefined, join(folder, 'missing.tar'))).rejects.toThrow(
    `${join(folder, 'missing.tar')}: expected a shard, found no such file`,
  );
});

test('says what is wrong with the options', () => {
  expect(() => webDataset(pattern, { part: { index: 0, count: 6 } })).toThrow(
    'part.count must be from 1 to the number of shards, 5: got 6; give each part at least one shard',
  );
  expect(() => webDataset(pattern, { part: { index: 2, count: 2 } })).toThrow(
    'part.index must be from 0 to 1: got 2; use rank · workers + worker',
  );
  expect(() => webDataset(pattern, { shuffle: { seed: 1, samples: 0 } })).toThrow(
    'shuffle.samples must be a whole number above 0: got 0; use e.g. 1000',
  );
});

test('refuses a position of other shards', async () => {
  const samples = (from: Partial<ShardPosition>) => read({}, { epoch: 0, shard: 0, offset: 0, taken: 0, ...from });
  await expect(samples({ shard: 5 })).rejects.toThrow(
    'from must be the next of a sample of these shards: got {"epoch"',
  );
  await expect(samples({ offset: 100 })).rejects.toThrow('"offset":100');
});

const python = pythonWith('tarfile');
const write = `
import io, sys, tarfile
with tarfile.open(sys.argv[1], 'w') as archive:
    for i in range(3):
        for name, contents in [('json', b'{"label": %d}' % i), ('png', b'picture %d' % i)]:
            info = tarfile.TarInfo('train/%s%06d.%s' % ('long' * 30, i, name))
            info.size = len(contents)
            archive.addfile(info, io.BytesIO(contents))`;
test.runIf(python)("reads Python's shards", async () => {
  const path = join(folder, 'python.tar');
  execFileSync(python!, ['-c', write, path]);
  const found = await read({}, undefined, path);
  expect(pictures(found)).toEqual(['picture 0', 'picture 1', 'picture 2']);
  expect(found.map(({ label }) => label)).toEqual([0, 1, 2]);
});
