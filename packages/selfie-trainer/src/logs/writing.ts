import { appendFileSync, statSync, truncateSync } from 'node:fs';
import { advice } from '../files/advice.ts';

/** Does something to a log's file. @throws a sentence with the path, what went wrong, and what to do. */
export function writing<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const fix = advice(cause, 'give a log another path');
    throw new Error(`${path} could not be written: ${(cause as Error).message}; ${fix}`, { cause });
  }
}

/** Appends to a file that exists, all or nothing: a disk that fills up meanwhile leaves it as it was. */
export function appendWhole(path: string, data: string | Uint8Array): void {
  const { size } = statSync(path);
  try {
    appendFileSync(path, data);
  } catch (error) {
    truncateSync(path, size);
    throw error;
  }
}
