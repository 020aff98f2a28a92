import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { place, removeLeftovers, withTemporary } from './temporary-files.ts';

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
  const name = nameOf(child.pid!, place);
  await writeFile(join(folder, name), '1');
  await writeFile(join(folder, 'step-00000001.safetensors'), '1');
  removeLeftovers(folder);
  expect((await readdir(folder)).sort()).toEqual(['step-00000001.safetensors', name]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  removeLeftovers(folder);
  expect(await readdir(folder)).toEqual(['step-00000001.safetensors']);
});

test.each([
  ['another machine', 1, 'another.example'],
  ['another container, where the number is nobody’s here', 2 ** 22 + 1, 'same-host-1'],
  ['another thread, or an earlier process of the same number,', process.pid, place],
])('what %s left is removed when nothing was written to it for a day', async (_, id, where) => {
  const path = join(folder, nameOf(id, where));
  await writeFile(path, '1');
  removeLeftovers(folder);
  expect(await readdir(folder)).toHaveLength(1);
  const yesterday = Date.now() / 1000 - 25 * 60 * 60;
  await utimes(path, yesterday, yesterday);
  removeLeftovers(folder);
  expect(await readdir(folder)).toEqual([]);
});

function nameOf(id: number, where: string): string {
  return `step-00000001.safetensors.tmp-${randomUUID()}-${id}-${where}`;
}

test('a folder that is not there has none', () => {
  expect(() => removeLeftovers(join(folder, 'missing'))).not.toThrow();
});
