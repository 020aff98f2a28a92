import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fileSource } from './file-source.ts';

const root = mkdtempSync(join(tmpdir(), 'selfie-data-'));
afterAll(() => rmSync(root, { recursive: true }));

test('reads from any place on', async () => {
  const path = join(root, 'file');
  writeFileSync(path, Uint8Array.of(0, 1, 2, 3, 4, 5, 6));
  const source = await fileSource(path, 'numbers');
  expect(source).toMatchObject({ name: path, length: 7 });
  expect(await source.read(3, 2)).toEqual(Uint8Array.of(3, 4));
  expect(await source.read(0, 7)).toEqual(Uint8Array.of(0, 1, 2, 3, 4, 5, 6));
  truncateSync(path, 5);
  await expect(source.read(3, 4)).rejects.toThrow(
    new Error(`${path}: expected 4 bytes at byte 3, found only 2; keep the file while it is read`),
  );
  await source.close();
});

test('names what cannot be opened or read', async () => {
  const missing = join(root, 'missing');
  await expect(fileSource(missing, 'numbers')).rejects.toThrow(
    new Error(`${missing}: expected numbers, found no such file; check the path`),
  );
  const source = await fileSource(root, 'numbers');
  await expect(source.read(0, 1)).rejects.toThrow(
    new Error(`${root}: expected numbers, found a folder; give the file in it`),
  );
  await source.close();
});
