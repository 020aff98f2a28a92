import { loadSharp } from '../decode/load-sharp.ts';
import type { EncodedPicture, StoredPicture } from '../sources/picture.ts';
import { type PictureThread, startPictureThread } from './picture-thread.ts';
import { type PictureFile, pictureWriter, type Task } from './picture-writer.ts';
import type { ExampleOptions } from './write-example.ts';

/** Where a picture is written to. */
export type Target = Omit<Task, 'picture'>;

/** Threads that write pictures into batches. */
export interface PictureWorkers {
  /**
   * Writes a picture: a file that the thread reads, or what `picture` gives; answers its label, if that has one, or why it
   * is broken. Everything is handed over at once, since whoever trains has no time between steps to hand over more.
   *
   * @throws Error if the thread died, or there is no decoder.
   */
  write(
    target: Target,
    picture: PictureFile | (() => Promise<EncodedPicture | StoredPicture>),
  ): Promise<{ readonly label?: number; readonly bad?: string }>;
  close(): Promise<void>;
}

/** Starts so many worker threads; with 0, this thread does their work. */
export function pictureWorkers(count: number, options: ExampleOptions): PictureWorkers {
  const here = (): PictureThread => ({ write: pictureWriter(options), close: async () => {} });
  const threads = count === 0 ? [here()] : Array.from({ length: count }, () => startPictureThread(options));
  let turn = 0;

  return {
    async write(target, picture) {
      const thread = threads[turn++ % threads.length]!;
      const given = typeof picture === 'function' ? await picture().catch((error: Error) => error) : picture;
      if (given instanceof Error) return { bad: given.message };
      if (!('pixels' in given)) await readyToDecode();
      const bad = await thread.write({ ...target, picture: given });
      return { bad, label: 'label' in given ? given.label : undefined };
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
