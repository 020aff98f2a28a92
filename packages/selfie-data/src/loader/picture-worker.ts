import { parentPort, workerData } from 'node:worker_threads';
import type { EncodedPicture, StoredPicture } from '../sources/picture.ts';
import type { Target } from './picture-thread.ts';
import { exampleWriter } from './write-example.ts';

/** A picture that is to be written. */
export interface Task extends Target {
  readonly id: number;
  readonly picture: EncodedPicture | StoredPicture;
}

/** That a task is done, or why its picture is broken. */
export interface Answer {
  readonly id: number;
  readonly bad?: string;
}

const port = parentPort!;
const write = exampleWriter(workerData);

port.on('message', async ({ id, batch, offset, picture, example }: Task) => {
  let answer: Answer = { id };
  try {
    await write(new Float32Array(batch), offset, picture, example);
  } catch (error) {
    answer = { id, bad: (error as Error).message };
  }
  port.postMessage(answer);
});
