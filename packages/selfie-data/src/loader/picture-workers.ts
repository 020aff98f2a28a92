import { loadSharp } from '../decode/load-sharp.ts';
import type { EncodedPicture, StoredPicture } from '../sources/picture.ts';
import { type PictureThread, startPictureThread, type Target } from './picture-thread.ts';
import { type ExampleOptions, exampleWriter } from './write-example.ts';

/** Threads that write pictures into batches. */
export interface PictureWorkers {
  /**
   * Reads a picture as soon as a thread is free for it, and writes it; gives its label, or why it is broken.
   *
   * @throws Error if the thread died, or there is no decoder.
   */
  write(
    target: Target,
    read: () => Promise<EncodedPicture | StoredPicture>,
  ): Promise<{ readonly label?: number; readonly bad?: string }>;
  close(): Promise<void>;
}

/** Pictures that a thread has at a time: twice as many as libuv has threads, in which sharp decodes and files are read. */
const inFlight = 8;

/** Starts so many worker threads; with 0, this thread does their work. */
export function pictureWorkers(count: number, options: ExampleOptions): PictureWorkers {
  const write = exampleWriter(options);
  const here: PictureThread = {
    write: ({ batch, offset, example }, picture) =>
      write(new Float32Array(batch), offset, picture, example).then(
        () => undefined,
        (error: Error) => error.message,
      ),
    close: async () => {},
  };
  const threads = count === 0 ? [here] : Array.from({ length: count }, () => startPictureThread(options));
  const free = Array.from({ length: inFlight }, () => threads).flat();
  const waiting: ((thread: PictureThread) => void)[] = [];

  return {
    async write(target, read) {
      const thread = free.shift() ?? (await new Promise<PictureThread>((resolve) => waiting.push(resolve)));
      try {
        const picture = await read().catch((error: Error) => error);
        if (picture instanceof Error) return { bad: picture.message };
        if ('bytes' in picture) await readyToDecode();
        return { label: picture.label, bad: await thread.write(target, picture) };
      } finally {
        const next = waiting.shift();
        if (next) next(thread);
        else free.push(thread);
      }
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

let ready: Promise<void> | undefined;

/** Pictures are decoded beside each other, each by one thread, in all of the process. */
function readyToDecode(): Promise<void> {
  ready ??= loadSharp().then((sharp) => void sharp.concurrency(1));
  return ready;
}
