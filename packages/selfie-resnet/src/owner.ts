import * as tf from '@tensorflow/tfjs-core';

/** Variables by path, e.g. `stage1/block2/conv1/kernel`; running statistics are among them, not trainable. */
export type Variables = Readonly<Record<string, tf.Variable>>;

/** What owns variables, until it is disposed. */
export interface Owner {
  readonly variables: Variables;
  dispose(): void;
}

/** Makes a variable of the given path and shape for its owner. */
export interface VariableMaker {
  /** Initial weights: `draw` fills the values, seeded by the owner's seed and the path. */
  weights<R extends tf.Rank>(path: string, shape: tf.ShapeMap[R], draw: Draw): tf.Variable<R>;
  /** A vector `[length]` of one value. @param trainable false for running statistics. */
  constant(path: string, length: number, value: number, trainable?: boolean): tf.Variable<tf.Rank.R1>;
}

/** Fills `values` with random numbers of the place `at`. */
export type Draw = (values: Float32Array, at: { seed: number; site: string }) => void;

/**
 * Builds a part and owns the variables that it makes; if building fails half way, they are disposed.
 *
 * @param build makes the part, and its variables by the maker it is given.
 */
export function own<T extends object>(seed: number, build: (make: VariableMaker) => T): T & Owner {
  const variables: Record<string, tf.Variable> = {};
  const dispose = () => {
    for (const variable of Object.values(variables)) variable.dispose();
  };
  const make: VariableMaker = {
    weights<R extends tf.Rank>(path: string, shape: tf.ShapeMap[R], draw: Draw) {
      const values = new Float32Array(tf.util.sizeFromShape(shape));
      draw(values, { seed, site: path });
      const variable = tf.tidy(() => tf.variable(tf.tensor<R>(values, shape)));
      variables[path] = variable;
      return variable;
    },
    constant(path, length, value, trainable = true) {
      const variable = tf.tidy(() => tf.variable(tf.fill<tf.Rank.R1>([length], value), trainable));
      variables[path] = variable;
      return variable;
    },
  };
  try {
    return { ...build(make), variables, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}
