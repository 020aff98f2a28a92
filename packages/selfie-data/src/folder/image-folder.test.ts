import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PictureFiles } from '../sources/picture.ts';
import { type ImageFolderOptions, imageFolder } from './image-folder.ts';

let home: string;
let root: string;
let cache: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'selfie-data-'));
  root = join(home, 'pictures');
  cache = join(home, 'cache');
  await mkdir(root);
});
afterEach(() => rm(home, { recursive: true }));

/** Writes files whose contents are their paths. */
async function write(...paths: string[]) {
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), path);
  }
}
const openFolder = (options: ImageFolderOptions = {}) => imageFolder(root, { cache: 'none', ...options });
const contents = (files: PictureFiles) =>
  Promise.all(
    Array.from({ length: files.length }, async (_, i) => Buffer.from((await files.read(i)).bytes).toString()),
  );

test('reads a folder per class, in the order of the paths', async () => {
  await write(
    'dog/b.JPG',
    'dog/a.jpeg',
    'cat/z.png',
    'cat/deep/er/y.WebP',
    'cat/B.gif',
    'bird-2/x.jpg',
    'cat/notes.txt',
  );
  await write('.git/hidden.jpg', 'dog/.hidden.jpg', '__MACOSX/dog/a.jpg', 'empty/notes.txt');
  const files = await openFolder();
  expect(files.classes).toEqual(['bird-2', 'cat', 'dog', 'empty']);
  expect(await contents(files)).toEqual([
    'bird-2/x.jpg',
    'cat/B.gif',
    'cat/z.png',
    'cat/deep/er/y.WebP',
    'dog/a.jpeg',
    'dog/b.JPG',
  ]);
  expect(files.length).toBe(6);
  expect([...files.labels!]).toEqual([0, 1, 1, 1, 2, 2]);
  const { label, origin } = await files.read(4);
  expect({ label, origin }).toEqual({ label: 2, origin: join(root, 'dog/a.jpeg') });
});

test('reads a flat folder, and any folder, without labels', async () => {
  await write('b.jpg', 'a.png');
  const flat = await openFolder();
  expect(flat).toMatchObject({ length: 2, classes: undefined, labels: undefined });
  expect(await contents(flat)).toEqual(['a.png', 'b.jpg']);
  await write('2023/c.jpg');
  const any = await openFolder({ labels: 'none' });
  expect(await contents(any)).toEqual(['a.png', 'b.jpg', '2023/c.jpg']);
  expect((await any.read(2)).label).toBeUndefined();
  await expect(openFolder()).rejects.toThrow(
    `${root}: expected pictures in a folder per class, found a.png beside the folders; ` +
      "move it into its class's folder, or use labels: 'none'",
  );
});

test('takes classes in a given order', async () => {
  await write('cat/a.jpg', 'dog/b.jpg');
  const files = await openFolder({ classes: ['dog', 'bird', 'cat'] });
  expect(files.classes).toEqual(['dog', 'bird', 'cat']);
  expect([...files.labels!]).toEqual([2, 0]);
  await expect(openFolder({ classes: ['dog'] })).rejects.toThrow(
    `${join(root, 'cat')}: expected a folder of one of 1 classes, found "cat"; rename it or give its class`,
  );
});

test('follows symbolic links', async () => {
  await write('cat/a.jpg');
  await mkdir(join(home, 'elsewhere'));
  await writeFile(join(home, 'elsewhere', 'd.jpg'), 'elsewhere');
  await symlink(join(home, 'elsewhere'), join(root, 'dog'));
  await symlink(join(home, 'elsewhere', 'd.jpg'), join(root, 'cat', 'b.jpg'));
  await symlink(join(home, 'nowhere'), join(root, 'cat', 'c.jpg'));
  const files = await openFolder();
  expect([...files.labels!]).toEqual([0, 0, 0, 1]);
  expect(Buffer.from((await files.read(1)).bytes).toString()).toBe('elsewhere');
  await expect(files.read(2)).rejects.toThrow(`${join(root, 'cat/c.jpg')}: expected a picture, found no such file`);
});

test('finds links that lead in a circle', async () => {
  await write('cat/deep/a.jpg');
  await symlink('..', join(root, 'cat', 'deep', 'again'));
  await expect(openFolder()).rejects.toThrow(
    `${join(root, 'cat/deep/again')}: expected a folder of its own, found a symbolic link back to ${join(root, 'cat')}, ` +
      'in which it lies; remove the link',
  );
  await rm(join(root, 'cat', 'deep', 'again'));
  await symlink('itself', join(root, 'cat', 'itself'));
  await expect(openFolder()).rejects.toThrow(
    `${join(root, 'cat/itself')}: expected a file or folder, found a symbolic link`,
  );
});

test('names what cannot be read', async () => {
  await expect(openFolder()).rejects.toThrow(`${root}: expected pictures (.jpg, .png, .webp, .gif), found none`);
  await expect(imageFolder(join(root, 'x'), { cache })).rejects.toThrow(
    `${join(root, 'x')}: expected a folder that can be read, found none; check the path`,
  );
  await write('cat/a.jpg');
  await expect(imageFolder(join(root, 'cat/a.jpg'), { cache: 'none' })).rejects.toThrow(
    'found a file; give the folder',
  );
  const files = await openFolder();
  await expect(files.read(1)).rejects.toThrow('index must be from 0 to 0: got 1; use an index of this folder');
});

test.runIf(process.getuid)('names a folder that may not be read', async () => {
  await write('cat/a.jpg', 'dog/b.jpg');
  await chmod(home, 0o755);
  await chmod(join(root, 'dog'), 0);
  const isRoot = process.getuid!() === 0;
  if (isRoot) process.seteuid!(65534); // the superuser may read anything
  try {
    await expect(openFolder()).rejects.toThrow(
      `${join(root, 'dog')}: expected a folder that can be read, found one that may not be read; change its permissions`,
    );
  } finally {
    if (isRoot) process.seteuid!(0);
    await chmod(join(root, 'dog'), 0o755);
  }
});

/** Lets all folders be changed last some time ago, as a cache asks for. */
async function age(seconds: number, ...folders: string[]) {
  const then = Date.now() / 1000 - seconds;
  for (const folder of folders) await utimes(join(root, folder), then, then);
}

test('keeps its list of files, and makes it anew when a folder was changed', async () => {
  await write('cat/a.jpg', 'dog/b.jpg');
  await openFolder({ cache });
  await expect(readdir(cache)).rejects.toThrow('ENOENT'); // folders that were changed just now may be changed again
  await age(60, '', 'cat', 'dog');
  const expected = await contents(await openFolder({ cache }));
  const [name, ...others] = await readdir(cache);
  expect(others).toEqual([]);
  const file = join(cache, name!);

  const kept = await readFile(file, 'utf8');
  await writeFile(file, kept.replace('a.jpg', 'z.jpg')); // shows that it is from there
  await expect(contents(await openFolder({ cache }))).rejects.toThrow('z.jpg');

  for (const damaged of ['', kept.slice(0, 90), '{"version":1}', kept.replace('["a.jpg"]', '7'), 'null']) {
    await writeFile(file, damaged);
    expect(await contents(await openFolder({ cache }))).toEqual(expected);
    expect(await readFile(file, 'utf8')).toBe(kept);
  }

  await write('dog/c.jpg');
  expect(await contents(await openFolder({ cache }))).toEqual([...expected, 'dog/c.jpg']);
  await age(50, 'dog');
  await openFolder({ cache });
  await rm(join(root, 'cat'), { recursive: true });
  expect(await contents(await openFolder({ cache }))).toEqual(['dog/b.jpg', 'dog/c.jpg']);
});

test('does without a cache that cannot be written', async () => {
  await write('cat/a.jpg');
  await age(60, '', 'cat');
  await writeFile(cache, 'a file');
  expect(await contents(await openFolder({ cache }))).toEqual(['cat/a.jpg']);
});
