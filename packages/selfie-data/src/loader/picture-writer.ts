import type { Example } from '../augment/placement.ts';
import { picturesAtOnce } from '../decode/pictures-at-once.ts';
import { readBytes } from '../read-bytes.ts';
import type { EncodedPicture, StoredPicture } from '../sources/picture.ts';
import { limited } from './limited.ts';
import { type ExampleOptions, exampleWriter } from './write-example.ts';

/** A picture that is a file by itself. */
export interface PictureFile {
  readonly path: string;
}

/** A picture that is to be written into a batch. */
export interface Task {
  readonly batch: SharedArrayBuffer;
  /** Where in the batch, in floats. */
  readonly offset: number;
  /** What to draw for; without one the picture is not augmented. */
  readonly example?: Example;
  readonly picture: EncodedPicture | StoredPicture | PictureFile;
}

/** Writes pictures in the thread that calls it, and gives what is wrong with those that are broken. */
export function pictureWriter(options: ExampleOptions): (task: Task) => Promise<string | undefined> {
  const write = exampleWriter(options);
  const limit = limited(picturesAtOnce());
  return ({ batch, offset, example, picture }) =>
    limit(async () => {
      try {
        const whole = 'path' in picture ? await encoded(picture) : picture;
        await write(new Float32Array(batch), offset, whole, example);
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    });
}

const encoded = async ({ path }: PictureFile): Promise<EncodedPicture> => ({
  bytes: await readBytes(path, 'a picture'),
  origin: path,
});
