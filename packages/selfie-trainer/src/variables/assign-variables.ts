import * as tf from '@tensorflow/tfjs-core';
import type { Variables } from '../interfaces.ts';
import { shownName } from '../safetensors/shown-name.ts';
import type { TensorData } from '../safetensors/tensor-data.ts';

/** Options of `assignVariables`. */
export interface AssignOptions {
  /**
   * Takes only the source's names that begin with it, without it: `patchNetwork/` takes the patch network out of a
   * pretraining run's file.
   *
   * @default '' (all names)
   */
  readonly prefix?: string;
}

/**
 * Copies values by path into variables: from a file's tensors, or from other variables.
 *
 * Every variable must get a value, and every name under the prefix must have a variable; otherwise none is changed.
 *
 * @throws a sentence that lists the missing and unexpected names, and those of another shape or type.
 */
export function assignVariables(
  target: Variables,
  source: Readonly<Record<string, TensorData | tf.Tensor>>,
  { prefix = '' }: AssignOptions = {},
): void {
  const values = new Map<string, TensorData | tf.Tensor>();
  for (const [name, value] of Object.entries(source)) {
    if (name.startsWith(prefix)) values.set(name.slice(prefix.length), value);
  }
  check(target, values, prefix);
  for (const [path, variable] of Object.entries(target)) {
    const value = values.get(path)!;
    tf.tidy(() => variable.assign(value instanceof tf.Tensor ? value : toTensor(value)));
  }
}

function check(target: Variables, values: ReadonlyMap<string, TensorData | tf.Tensor>, prefix: string): void {
  const missing: string[] = [];
  const different: string[] = [];
  for (const [path, variable] of Object.entries(target)) {
    const value = values.get(path);
    if (!value) missing.push(path);
    else if (described(value) !== described(variable)) {
      different.push(`${path} (expected ${described(variable)}, got ${described(value)})`);
    }
  }
  const unexpected = [...values.keys()].filter((path) => !Object.hasOwn(target, path)).map(shownName);
  const problems = [
    ...(missing.length ? [`missing: ${missing.join(', ')}`] : []),
    ...(unexpected.length ? [`unexpected: ${unexpected.join(', ')}`] : []),
    ...(different.length ? [`different: ${different.join(', ')}`] : []),
  ];
  if (problems.length) {
    const where = prefix ? `the tensors under ${prefix} and the variables` : 'the tensors and the variables';
    throw new Error(`${where} do not match; ${problems.join('; ')}; were they made with the same options?`);
  }
}

function described({ dtype, shape }: TensorData | tf.Tensor): string {
  return `${dtype} [${shape.join(', ')}]`;
}

/** A copy of the numbers: a backend may hold on to the array that it is given. */
function toTensor({ data, shape, dtype }: TensorData): tf.Tensor {
  return tf.tensor(data.slice(), [...shape], dtype);
}
