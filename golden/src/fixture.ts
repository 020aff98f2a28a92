import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { assignVariables, decodeSafetensors, type TensorData, type Variables } from 'selfie-trainer';
import { expect } from 'vitest';
import { relativeError } from './relative-error.ts';
import { ourLayout, variablePath } from './torch-layout.ts';

/** The largest relative error that a tensor may have. */
export const tolerance = 1e-4;

type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/** The values that PyTorch computed, by its names; it keeps count of those that nothing has read or been compared with. */
export interface Fixture<Options> {
  /** How the tensors were made. */
  readonly options: Options;
  /** A tensor in our layout. */
  input<T extends tf.Tensor>(name: string): T;
  /** All tensors under the prefix as PyTorch has them, by its names without the prefix. */
  stored(prefix: string): Record<string, TensorData>;
  /** Sets variables to the tensors under `state/`; each must have one, and there must be no other. */
  load(variables: Variables): void;
  /** Compares a tensor with the one of this name. */
  expect(name: string, actual: tf.Tensor): void;
  /** Compares tensors by our paths with all under the prefix; none may be missing on either side. */
  expectAll(prefix: string, actual: NamedTensors): void;
  /** The largest relative error of tensors by our paths, of all under the prefix. */
  largestError(prefix: string, actual: NamedTensors): number;
  /** Sets tensors aside that are no business of ours. */
  leaveOut(...names: string[]): void;
  /** The names of the tensors not used so far. */
  unused(): string[];
}

/** Reads `fixtures/<file>.safetensors`. */
export function openFixture<Options>(file: string): Fixture<Options> {
  const { tensors, metadata } = decodeSafetensors(
    readFileSync(new URL(`../fixtures/${file}.safetensors`, import.meta.url)),
  );
  const unused = new Set(Object.keys(tensors));

  const read = <T extends tf.Tensor>(name: string) => {
    const stored = tensors[name];
    if (!stored) throw new Error(`the fixture ${file} has no tensor ${name}`);
    return tf.tidy(() => ourLayout(name, tf.tensor(stored.data, [...stored.shape], stored.dtype))) as T;
  };
  const input = <T extends tf.Tensor>(name: string) => {
    unused.delete(name);
    return read<T>(name);
  };
  const errorOf = (name: string, actual: tf.Tensor) => tf.tidy(() => relativeError(actual, read(name)));
  const under = (prefix: string) => {
    const names = Object.keys(tensors).filter((name) => name.startsWith(prefix));
    return Object.fromEntries(names.map((name) => [variablePath(name.slice(prefix.length)), name]));
  };
  const compare = (name: string, actual: tf.Tensor) => {
    unused.delete(name);
    expect.soft(errorOf(name, actual), `${file}: ${name}`).toBeLessThanOrEqual(tolerance);
  };

  return {
    options: Object.fromEntries(Object.entries(metadata).map(([key, json]) => [key, JSON.parse(json)])) as Options,
    input,
    stored(prefix) {
      const names = Object.keys(tensors).filter((name) => name.startsWith(prefix));
      for (const name of names) unused.delete(name);
      return Object.fromEntries(names.map((name) => [name.slice(prefix.length), tensors[name]!]));
    },
    load: (variables) =>
      tf.tidy(() => {
        const named = Object.entries(under('state/'));
        assignVariables(variables, Object.fromEntries(named.map(([path, name]) => [path, input(name)])));
      }),
    expect: compare,
    expectAll(prefix, actual) {
      const names = under(prefix);
      expect(Object.keys(actual).sort(), `${file}: ${prefix}`).toEqual(Object.keys(names).sort());
      for (const [path, name] of Object.entries(names)) compare(name, actual[path]!);
    },
    largestError(prefix, actual) {
      return Math.max(...Object.entries(under(prefix)).map(([path, name]) => errorOf(name, actual[path]!)));
    },
    leaveOut(...names) {
      for (const name of names) unused.delete(name);
    },
    unused: () => [...unused],
  };
}
