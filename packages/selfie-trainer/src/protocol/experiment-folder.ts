import { mkdir, open, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordStore, RunRecord } from './run-record.ts';

/**
 * Keeps the records of an experiment in a folder, in `records.jsonl`, one line of JSON each, flushed to the disk as they
 * come.
 *
 * A last line that was cut off, as by a crash while it was written, is removed when the records are read.
 *
 * @throws a sentence with the path if the folder cannot be made, the file cannot be read or written, or another line is
 * damaged.
 */
export async function experimentFolder(folder: string): Promise<RecordStore> {
  const path = join(folder, 'records.jsonl');
  await mkdir(folder, { recursive: true }).catch((cause: Error) => {
    throw new Error(`${folder} could not be made: ${cause.message}`, { cause });
  });

  return {
    async read() {
      const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return Buffer.alloc(0);
        throw new Error(`${path} could not be read: ${error.message}`, { cause: error });
      });
      const whole = bytes.lastIndexOf('\n') + 1;
      if (whole < bytes.length) await truncate(path, whole);
      const lines = bytes.toString('utf8', 0, whole).split('\n').slice(0, -1);
      return lines.map((line, i) => parse(line, `${path}, line ${i + 1}`));
    },

    async append(record) {
      await appendLine(path, JSON.stringify(record)).catch((cause: Error) => {
        throw new Error(`${path} could not be written: ${cause.message}`, { cause });
      });
    },
  };
}

async function appendLine(path: string, line: string): Promise<void> {
  const file = await open(path, 'a');
  try {
    await file.appendFile(`${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

function parse(line: string, where: string): RunRecord {
  let record: Partial<RunRecord> | null = null;
  try {
    record = JSON.parse(line);
  } catch {}
  const { fingerprint, accuracy, trainingAccuracy, setting } = record ?? {};
  if (
    typeof fingerprint !== 'string' ||
    typeof accuracy !== 'number' ||
    typeof trainingAccuracy !== 'number' ||
    !setting
  ) {
    throw new Error(`${where}: expected the record of a run, found ${line.slice(0, 40)}; remove that line`);
  }
  return record as RunRecord;
}
