import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const host = hostname().replace(/[^\w.-]/g, '_');

/** A temporary file's name ends in the process and the machine that write it. */
const ending = /\.tmp-(\d+)-\d+-([\w.-]*)$/;

const day = 24 * 60 * 60 * 1000;

/** Temporary files that this process is writing. */
const written = new Set<string>();
let count = 0;

/** Gives `write` a path beside `path` for a temporary file, and removes what is left there afterwards. */
export async function withTemporary(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${path}.tmp-${process.pid}-${count++}-${host}`;
  written.add(temporary);
  try {
    await write(temporary);
  } finally {
    await rm(temporary, { force: true }).catch(() => {}); // what counts is why writing failed
    written.delete(temporary);
  }
}

/**
 * Removes the temporary files that processes which are no more left in a folder, as far as they can be removed.
 *
 * Those of a live process stay, and those of another machine, of whose processes nothing is known, until nothing was written
 * to them for a day.
 */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const path of names.map((name) => join(folder, name))) {
    if (await isLeftover(path)) await rm(path, { force: true }).catch(() => {});
  }
}

async function isLeftover(path: string): Promise<boolean> {
  const [, id, machine] = ending.exec(path) ?? [];
  if (id === undefined || written.has(path)) return false;
  if (machine === host) return Number(id) === process.pid || !isAlive(Number(id));
  const changed = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.NaN,
  );
  return Date.now() - changed > day;
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // another user's
  }
}
