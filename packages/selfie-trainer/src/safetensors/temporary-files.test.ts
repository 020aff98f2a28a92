import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeLeftovers, withTemporary } from './temporary-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selfie-trainer-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a temporary file lies beside its path while it is written, and is gone after a failure', async () => {
  const path = join(folder, 'a.safetensors');
  const failing = withTemporary(path, async (temporary) => {
    await writeFile(temporary, '1');
    await withTemporary(path, async (another) => expect(another).not.toBe(temporary));
    const [name] = await readdir(folder);
    expect(name).toMatch(/^a\.safetensors\.tmp-/);
    throw new Error('the disk is full');
  });
  await expect(failing).rejects.toThrow('the disk is full');
  expect(await readdir(folder)).toEqual([]);
});

test('what a dead process left is removed, what a live one writes is not', async () => {
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']);
  const host = hostname().replace(/[^\w.-]/g, '_');
  const name = (id: number, machine = host) => `step-00000001.safetensors.tmp-${id}-0-${machine}`;
  await writeFile(join(folder, name(child.pid!)), '1');
  await writeFile(join(folder, name(process.pid)), 'of an earlier process of the same number');
  await writeFile(join(folder, 'step-00000001.safetensors'), '1');
  await withTemporary(join(folder, 'step-00000002.safetensors'), async (temporary) => {
    await writeFile(temporary, '1');
    await removeLeftovers(folder);
    const left = ['step-00000001.safetensors', name(child.pid!), basename(temporary)];
    expect((await readdir(folder)).sort()).toEqual(left.sort());
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  await removeLeftovers(folder);
  expect(await readdir(folder)).toEqual(['step-00000001.safetensors']);
});

test("another machine's is removed when nothing was written to it for a day", async () => {
  const path = join(folder, 'a.safetensors.tmp-1-0-another.example');
  await writeFile(path, '1');
  await removeLeftovers(folder);
  expect(await readdir(folder)).toHaveLength(1);
  const yesterday = Date.now() / 1000 - 25 * 60 * 60;
  await utimes(path, yesterday, yesterday);
  await removeLeftovers(folder);
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that is not there has none', async () => {
  await expect(removeLeftovers(join(folder, 'missing'))).resolves.toBe(undefined);
});
