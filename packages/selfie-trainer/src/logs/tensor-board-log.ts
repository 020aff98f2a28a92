import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type EventContent, eventRecord } from './event-records.ts';
import { checkLine, type Log } from './log.ts';
import { appendWhole, writing } from './writing.ts';

/**
 * Logs scalars for TensorBoard to a new event file in a folder: `tensorboard --logdir folder` shows them.
 *
 * Where a run goes on, the file says from which step, and TensorBoard drops what older files of the folder hold from
 * there on. TensorBoard stores scalars in 32 bits.
 *
 * @throws a sentence if the file cannot be written.
 */
export function tensorBoardLog(folder: string): Log {
  const path = writing(folder, () => newFile(folder));
  let next: number | undefined;
  const append = (...contents: EventContent[]) =>
    writing(path, () => {
      const wallTime = Date.now() / 1000;
      appendWhole(path, Buffer.concat(contents.map((content) => eventRecord(wallTime, content))));
    });

  return {
    write(step, values) {
      checkLine(step, values);
      const start = next === undefined || step < next ? [{ start: step }] : [];
      append(...start, { step, values });
      next = step;
    },
  };
}

/** An event file with its first event, named so that it is read after all others of the folder. */
function newFile(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const seconds = readdirSync(folder).map((name) => Number(/^events\.out\.tfevents\.(\d+)\./.exec(name)?.[1] ?? 0));
  const wallTime = Date.now() / 1000;
  const time = Math.max(Math.floor(wallTime), ...seconds.map((second) => second + 1));
  const path = join(folder, `events.out.tfevents.${time}.${hostname()}.${process.pid}`);
  writeFileSync(path, eventRecord(wallTime, { fileVersion: 'brain.Event:2' }), { flag: 'wx' });
  return path;
}
