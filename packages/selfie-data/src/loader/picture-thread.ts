import { Worker } from 'node:worker_threads';
import type { Answer, NumberedTask } from './picture-worker.ts';
import type { Task } from './picture-writer.ts';
import type { ExampleOptions } from './write-example.ts';

/** A thread that writes pictures. */
export interface PictureThread {
  /** Writes a picture; gives what is wrong with it, if it is broken. @throws Error if the thread died */
  write(task: Task): Promise<string | undefined>;
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
    write(task) {
      if (dead) return Promise.reject(dead);
      const id = given++;
      const { picture, moved } = copied(task);
      worker.ref();
      worker.postMessage({ ...task, id, picture } satisfies NumberedTask, moved);
      return new Promise((resolve, reject) => tasks.set(id, { resolve, reject }));
    },
    async close() {
      await worker.terminate();
    },
  };
}

/** A picture with bytes that are moved to the thread, while the source keeps its own. */
function copied({ picture }: Task): { picture: Task['picture']; moved: ArrayBuffer[] } {
  if ('path' in picture) return { picture, moved: [] };
  if ('bytes' in picture) {
    const bytes = picture.bytes.slice();
    return { picture: { ...picture, bytes }, moved: [bytes.buffer] };
  }
  const pixels = picture.pixels.slice();
  return { picture: { ...picture, pixels }, moved: [pixels.buffer] };
}
