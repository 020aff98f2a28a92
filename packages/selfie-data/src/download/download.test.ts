import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tarArchive } from '../web-dataset/fixtures/tar-archive.ts';
import { cacheFolder } from './cache-folder.ts';
import { download, downloadSet } from './download.ts';
import type { Progress } from './fetch-file.ts';
import { fileServer, serve } from './fixtures/file-server.ts';

const server = await fileServer();
const file = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) >> 5);
const published = (bytes: Uint8Array, name: string) => ({
  url: `${server.url}/${name}`,
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
const set = { files: [published(file, 'pictures.gz')] };
let folder: string;
const few = () => ({ folder, attempts: 2 });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selfie-data-'));
  server.ranges = [];
});
afterEach(() => rm(folder, { recursive: true }));

test('gets the files of a set, says how far it is, and gets them once', async () => {
  server.answer = serve(file);
  const progress: Progress[] = [];
  const home = await downloadSet('tiny', set, { ...few(), onProgress: (at) => progress.push(at) });
  expect(home).toBe(join(folder, 'tiny'));
  expect(await readdir(home)).toEqual(['pictures.gz']);
  expect((await readFile(join(home, 'pictures.gz'))).equals(file)).toBe(true);
  expect(progress[0]).toEqual({ file: 'pictures.gz', bytes: 0, size: 100_000 });
  expect(progress.at(-1)).toEqual({ file: 'pictures.gz', bytes: 100_000, size: 100_000 });
  await downloadSet('tiny', set, few());
  expect(server.ranges).toHaveLength(1);
});

test('takes up later what broke off, by a range', async () => {
  server.answer = serve(file, { upTo: 30_000 });
  await expect(downloadSet('tiny', set, few())).rejects.toThrow('expected 70000 more bytes from 30000 on');
  expect(await readdir(join(folder, 'tiny'))).toEqual(['pictures.gz.part']);
  server.answer = serve(file);
  server.ranges = [];
  const home = await downloadSet('tiny', set, few());
  expect(server.ranges).toEqual(['bytes=30000-']);
  expect((await readFile(join(home, 'pictures.gz'))).equals(file)).toBe(true);
});

test('takes up what broke off where a server knows no ranges', async () => {
  server.answer = serve(file, { upTo: 30_000 });
  await expect(downloadSet('tiny', set, few())).rejects.toThrow();
  server.answer = serve(file, { ranges: false });
  const home = await downloadSet('tiny', set, few());
  expect((await readFile(join(home, 'pictures.gz'))).equals(file)).toBe(true);
});

test.each([
  ['another file', file.map((byte) => byte ^ 1), 'found one with SHA-256 '],
  ['a longer one', new Uint8Array(100_001), 'found more than that'],
  ['a shorter one', file.subarray(1), 'found only 99999'],
])('refuses %s and forgets it', async (_, bytes, found) => {
  server.answer = serve(bytes);
  await expect(downloadSet('tiny', set, few())).rejects.toThrow(
    `${server.url}/pictures.gz: expected the file that was published, of 100000 bytes, ${found}`,
  );
  expect(await readdir(join(folder, 'tiny'))).toEqual([]);
});

test('refuses a file that is shorter than its server says', async () => {
  server.answer = (_, response) => {
    response.writeHead(200, { 'Content-Length': 100_000 }).write(file.subarray(0, 500), () => response.destroy());
  };
  await expect(downloadSet('tiny', set, few())).rejects.toThrow('expected 99500 more bytes from 500 on');
});

test('gives up where a server never answers', async () => {
  server.answer = () => {};
  const quick = { ...few(), timeout: 200 };
  await expect(downloadSet('tiny', set, quick)).rejects.toThrow('found nothing for 200 ms, 2 times in a row');
});

test('unpacks an archive, whole or not at all', async () => {
  const packed = (entries: Parameters<typeof tarArchive>[0]) => gzipSync(tarArchive(entries));
  const good = packed([
    { path: 'batches', contents: '', type: '5' },
    { path: 'batches/one.bin', contents: 'first' },
    { path: 'batches/more/two.bin', contents: 'second' },
  ]);
  server.answer = serve(good);
  const home = await downloadSet('packed', { archive: published(good, 'a.tar.gz'), folder: 'batches' }, few());
  expect(home).toBe(join(folder, 'packed', 'batches'));
  expect(await readFile(join(home, 'more', 'two.bin'), 'utf8')).toBe('second');
  expect(await readdir(folder)).toEqual(['packed']);

  const evil = packed([{ path: '../evil', contents: 'x' }]);
  server.answer = serve(evil);
  await expect(downloadSet('evil', { archive: published(evil, 'b.tar.gz'), folder: 'batches' }, few())).rejects.toThrow(
    'expected a name inside of the archive, found "../evil"; do not trust this archive',
  );
  const cut = gzipSync(tarArchive([{ path: 'one', contents: 'first' }])).subarray(0, 60);
  server.answer = serve(cut);
  await expect(downloadSet('cut', { archive: published(cut, 'c.tar.gz'), folder: '.' }, few())).rejects.toThrow(
    `${join(folder, 'c.tar.gz')}: expected a whole gzip file, found unexpected end of file; delete it, and it is got again`,
  );
  expect(await readdir(folder)).toEqual(['b.tar.gz', 'c.tar.gz', 'packed']);
});

test('knows public sets by name, from a mirror as well', async () => {
  server.answer = serve(file);
  await expect(download('fashion-mnist', { ...few(), mirror: `${server.url}/mirror/` })).rejects.toThrow(
    `${server.url}/mirror/train-images-idx3-ubyte.gz: expected the file that was published, of 26421880 bytes`,
  );
  await expect(download('constructor' as 'mnist')).rejects.toThrow(
    'download knows mnist, fashion-mnist, cifar-10, cifar-100: got "constructor"; use one of them',
  );
});

test('keeps things where the platform does', () => {
  expect(cacheFolder('linux', { XDG_CACHE_HOME: '/cache' })).toBe(join('/cache', 'selfie-data'));
  expect(cacheFolder('linux', {})).toMatch(/\.cache.selfie-data$/);
  expect(cacheFolder('darwin', {})).toMatch(/Library.Caches.selfie-data$/);
  expect(cacheFolder('win32', { LOCALAPPDATA: 'C:/Local' })).toBe(join('C:/Local', 'selfie-data'));
});
