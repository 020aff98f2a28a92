import { numberType } from '../npy/numpy-array.ts';
import { parsePickle } from '../pickle/parse-pickle.ts';
import { describePickled, numpyArrayOf, type Pickled } from '../pickle/pickled.ts';

/** A batch of small pictures as Python pickles it. */
export interface PickledBatch {
  readonly count: number;
  /** The pictures' planes `[count, 3, side, side]`. */
  readonly planes: Uint8Array;
  /** The list or array of that name. */
  labels(key: string): ArrayLike<unknown>;
}

/**
 * Reads a pickled dictionary with the pictures' planes under `data` and labels under other names.
 *
 * @param options.name Stands for the file in errors.
 * @param options.side Pixels along a side of the pictures.
 * @throws Error if the file is no pickle of data, or holds other things.
 */
export function pickledBatch(bytes: Uint8Array, { name, side }: { name: string; side: number }): PickledBatch {
  const batch = parsePickle(bytes, name);
  const get = (key: string): Pickled | undefined => (batch instanceof Map ? batch.get(key) : undefined);
  const data = numpyArrayOf(get('data'));
  if (!data) {
    throw new Error(
      `${name}: expected a dictionary with an array data, found ${describePickled(get('data') ?? batch)}; ` +
        'give a batch of pictures',
    );
  }
  return {
    count: checkPlanes(data, { name, side }),
    planes: data.values as Uint8Array,
    labels(key) {
      const labels = get(key);
      const values = Array.isArray(labels) ? labels : numpyArrayOf(labels)?.values;
      if (!values) {
        throw new Error(
          `${name}: expected a list or array ${key}, found ${describePickled(labels)}; give a batch of this data set`,
        );
      }
      return values;
    },
  };
}

/**
 * How many pictures an array of planes holds.
 *
 * @throws Error if it is not one of unsigned bytes `[count, 3·side·side]` or `[count, 3, side, side]`.
 */
export function checkPlanes(
  { type, shape }: { readonly type: string; readonly shape: readonly number[] },
  { name, side }: { name: string; side: number },
): number {
  const [count = 0, ...rest] = shape;
  const sizes = rest.join(', ');
  if (numberType(type, name).kind !== 'u1' || ![`${3 * side * side}`, `3, ${side}, ${side}`].includes(sizes)) {
    throw new Error(
      `${name}: expected data of unsigned bytes [pictures, ${3 * side * side}], three planes of ${side}×${side} pixels ` +
        `a picture, found ${type} [${shape.join(', ')}]; give pictures of that size`,
    );
  }
  return count;
}
