import { randomUUID } from 'node:crypto';
import { readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Where the numbers of processes mean what they mean here: this machine and, on Linux, this container. */
export const place = [hostname(), processNamespace()].join('-').replace(/[^\w.-]/g, '_');

/** A temporary file's name ends in a random word, and in the process that writes it and its place. */
const ending = /\.tmp-[\da-f-]{36}-(\d+)-([\w.-]+)$/;

const day = 24 * 60 * 60 * 1000;

/** Gives `write` a path beside `path` for a temporary file, and removes what is left there afterwards. */
export async function withTemporary(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    await write(temporary);
  } finally {
    remove(temporary);
  }
}

/** As `withTemporary`, before it returns. */
export function withTemporarySync(path: string, write: (temporary: string) => void): void {
  const temporary = temporaryBeside(path);
  try {
    write(temporary);
  } finally {
    remove(temporary);
  }
}

/**
 * Removes the temporary files in a folder that nobody writes any more, as far as they can be removed.
 *
 * Those are the ones of dead processes of this place, and those to which nothing was written for a day: whether another
 * thread, container or machine still writes cannot be known.
 */
export function removeLeftovers(folder: string): void {
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    if (isLeftover(path)) remove(path);
  }
}

function temporaryBeside(path: string): string {
  return `${path}.tmp-${randomUUID()}-${process.pid}-${place}`;
}

function remove(temporary: string): void {
  try {
    rmSync(temporary, { force: true });
  } catch {
    // What counts is why writing failed, if it did.
  }
}

function isLeftover(path: string): boolean {
  const [, id, where] = ending.exec(path) ?? [];
  if (id === undefined) return false;
  return (where === place && !isAlive(Number(id))) || Date.now() - changed(path) > day;
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'; // EPERM: another user's
  }
}

/** When a file was last written to, in milliseconds; NaN if it is gone. */
function changed(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.NaN;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The kernel's number of the namespace in which processes have their numbers; '' where there is none to be read. */
function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '');
  } catch {
    return '';
  }
}
