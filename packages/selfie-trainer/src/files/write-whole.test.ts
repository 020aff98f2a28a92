import { readdirSync, readFileSync } from 'node:fs';
import { link, open, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { makeFolder } from './flush.ts';
import { readWhole } from './read-whole.ts';
import { linkWhole, writeWhole, writeWholeSync } from './write-whole.ts';

vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof import('node:fs/promises')>();
  return { ...actual, link: vi.fn(actual.link), open: vi.fn(actual.open) };
});

const chunks = [Uint8Array.of(1, 2), Buffer.from('abcdef').subarray(2, 4), new Uint8Array(0), Uint8Array.of(3)];
const bytes = Uint8Array.of(1, 2, 99, 100, 3);

describe('a file', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'a');

  test('is its pieces one after another, over what was there before', async () => {
    await writeFile(path, 'what was there before');
    await writeWhole(path, chunks);
    expect(await readWhole(path)).toEqual(bytes);
    expect(await readdir(folder)).toEqual(['a']);
  });

  test('gets a second name that stays when the first is another file', async () => {
    const second = join(folder, 'b');
    await writeFile(second, 'what was there before');
    await linkWhole(path, second, chunks);
    expect((await stat(second)).ino).toBe((await stat(path)).ino);
    await linkWhole(path, second, chunks); // already the same file
    await writeWhole(path, [Uint8Array.of(9)]);
    expect(await readWhole(second)).toEqual(bytes);
    expect(await readdir(folder)).toEqual(['a', 'b']);
  });

  test('is written again on a disk without second names', async () => {
    vi.mocked(link).mockRejectedValueOnce(Object.assign(new Error('EPERM'), { code: 'EPERM' }));
    const third = join(folder, 'c');
    await linkWhole(path, third, chunks);
    expect((await stat(third)).ino).not.toBe((await stat(path)).ino);
    expect(new Uint8Array(await readFile(third))).toEqual(bytes);
  });

  test('of no bytes is read as such', async () => {
    await writeWhole(path, []);
    expect(await readWhole(path)).toEqual(new Uint8Array(0));
  });

  test('that cannot be written leaves nothing', async () => {
    const before = await readdir(folder);
    await expect(writeWhole(join(path, 'x'), chunks)).rejects.toThrow(/could not be written: ENOTDIR/);
    await expect(writeWhole(folder, chunks)).rejects.toThrow(
      /could not be written: .*; choose a folder that can be written to, and what stood there before is untouched$/,
    );
    expect(await readdir(folder)).toEqual(before);
  });

  test.each(['EINVAL', 'ENOTSUP', 'EPERM'])('is written where folders cannot be flushed: %s', async (code) => {
    foldersFail(code);
    await writeWhole(path, chunks);
    expect(await readWhole(path)).toEqual(bytes);
  });

  test('that took its name, but may lose it, is said to be written', async () => {
    foldersFail('EIO');
    await writeFile(path, 'what was there before');
    await expect(writeWhole(path, chunks)).rejects.toThrow(
      `${path} is written, but a power failure may undo it: no luck; check the disk`,
    );
    expect(await readWhole(path)).toEqual(bytes);
  });

  test('may be a text, written before writeWholeSync returns', () => {
    writeWholeSync(path, 'größe');
    expect(readFileSync(path, 'utf8')).toBe('größe');
    expect(() => writeWholeSync(folder, '')).toThrow();
    expect(readdirSync(folder)).toEqual(['a', 'b', 'c']);
  });
});

test('a new folder is flushed, and those above it that are new, each in the one that it is in', async () => {
  const parent = temporaryFolder();
  vi.mocked(open).mockClear();
  await makeFolder(join(parent, 'x', 'y'));
  const flushed = vi.mocked(open).mock.calls.map(([path]) => path);
  expect(flushed.sort()).toEqual([parent, join(parent, 'x')]);
  await makeFolder(join(parent, 'x', 'y'));
  expect(open).toHaveBeenCalledTimes(2);
});

/** The next flush of a folder fails. */
function foldersFail(code: string): void {
  const real = vi.mocked(open).getMockImplementation()!;
  vi.mocked(open).mockImplementation(async (...given) => {
    if (given[1] !== 'r') return real(...given);
    vi.mocked(open).mockImplementation(real);
    throw Object.assign(new Error('no luck'), { code });
  });
}
