import { Worker } from 'node:worker_threads';
import type { Example } from '../augment/placement.ts';
import type { EncodedPicture, StoredPicture } from '../sources/picture.ts';
import type { Answer, Task } from './picture-worker.ts';
import type { ExampleOptions } from './write-example.ts';

/** Where a picture is written to. */
export interface Target {
  readonly batch: SharedArrayBuffer;
  /** Where in the batch, in floats. */
  readonly offset: number;
  /** What to draw for; without one the picture is not augmented. */
  readonly example?: Example;
}

/** A thread that writes pictures. */
export interface PictureThread {
  /** Writes a picture; gives what is wrong with it, if it is broken. @throws Error if the thread died */
  write(target: Target, picture: EncodedPicture | StoredPicture): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Starts a worker thread. It keeps the process alive only while it has something to write. */
export function startPictureThread({ shape, resize, augment, normalise }: ExampleOptions): PictureThread {
  const file = import.meta.url.endsWith('.ts') ? './picture-worker.ts' : './picture-worker.js';
  const workerData: ExampleOptions = { shape, resize, augment, normalise };
  const worker = new Worker(new URL(file, import.meta.url), { workerData });
  worker.unref();

  const tasks = new Map<number, { resolve(bad?: string): void; reject(error: Error): void }>();
  let given = 0;
  let dead: Error | undefined;
  const die = (reason: string) => {
    dead ??= new Error(`a thread that decodes pictures ended (${reason}); make a new loader`);
    for (const { reject } of tasks.values()) reject(dead);
    tasks.clear();
  };
  worker.on('error', ({ message }) => die(message));
  worker.on('exit', (code) => die(`exit code ${code}`));
  worker.on('message', ({ id, bad }: Answer) => {
    tasks.get(id)?.resolve(bad);
    tasks.delete(id);
    if (tasks.size === 0) worker.unref();
  });

  return {
    write(target, picture) {
      if (dead) return Promise.reject(dead);
      const id = given++;
      const bytes = ('bytes' in picture ? picture.bytes : picture.pixels).slice(); // the source keeps its own
      const owned = 'bytes' in picture ? { ...picture, bytes } : { ...picture, pixels: bytes };
      worker.ref();
      worker.postMessage({ ...target, id, picture: owned } satisfies Task, [bytes.buffer]);
      return new Promise((resolve, reject) => tasks.set(id, { resolve, reject }));
    },
    async close() {
      await worker.terminate();
    },
  };
}
