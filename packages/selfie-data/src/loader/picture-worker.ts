import { parentPort, workerData } from 'node:worker_threads';
import { pictureWriter, type Task } from './picture-writer.ts';

/** A task for a worker, to be answered by its number. */
export interface NumberedTask extends Task {
  readonly id: number;
}

/** That a task is done, or why its picture is broken. */
export interface Answer {
  readonly id: number;
  readonly bad?: string;
}

const port = parentPort!;
const write = pictureWriter(workerData);

port.on('message', async ({ id, ...task }: NumberedTask) => {
  port.postMessage({ id, bad: await write(task) } satisfies Answer);
});
