import * as tf from '@tensorflow/tfjs-core';
import { isRecorded, keepForGradient } from './keep-for-gradient.ts';
import { releaser } from './releaser.ts';

/** A kernel of our own name: how to compute it from stock operations, and its gradient. */
export interface Operation<Inputs, Attrs> {
  readonly kernelName: string;
  /** The kernel's outputs, from operations that every backend has. */
  composite(inputs: Inputs, attrs: Attrs): tf.Tensor | tf.Tensor[];
  readonly gradient?: Gradient<Attrs>;
}

/** A gradient much as `tf.registerGradient` takes it; the incoming gradients are a list, one for each output. */
export interface Gradient<Attrs> {
  /** Names of inputs that gradFunc reads. */
  readonly inputsToSave: readonly string[];
  /** Which outputs it reads after them. @default none */
  readonly outputsToSave?: readonly boolean[];
  gradFunc(dys: tf.Tensor[], saved: tf.Tensor[], attrs: Attrs): Record<string, () => tf.Tensor>;
  /**
   * When gradients that came in and saved tensors have been read: once gradFunc is done ('at once'), or once the gradient
   * of the input of that name is computed.
   *
   * @default when the backward pass is done
   */
  readonly release?: string;
}

/**
 * Runs an operation's kernel on the current backend, and gives its outputs.
 *
 * What is missing is registered first: the gradient, and the composite where the backend brings no kernel of that name.
 * Operations inside a kernel are not recorded for differentiation, so that the tape holds one entry.
 */
export function run<Inputs extends object, Attrs extends object>(
  operation: Operation<Inputs, Attrs>,
  inputs: Inputs,
  attrs: Attrs,
): tf.Tensor[] {
  tf.backend(); // starts the default backend where none was chosen
  registerComposite(operation, tf.getBackend());
  registerGradient(operation);
  const given = present(inputs);
  const result = tf.engine().runKernel(operation.kernelName, given, attrs as tf.NamedAttrMap);
  const outputs = Array.isArray(result) ? (result as tf.Tensor[]) : [result as tf.Tensor];
  if (operation.gradient && isRecorded()) {
    const { inputsToSave, outputsToSave = [] } = operation.gradient;
    keepForGradient([...inputsToSave.map((name) => given[name]!), ...outputs.filter((_, i) => outputsToSave[i])]);
  }
  return outputs;
}

function registerComposite<Inputs, Attrs>({ kernelName, composite }: Operation<Inputs, Attrs>, backendName: string) {
  if (tf.getKernel(kernelName, backendName) !== undefined) return;
  tf.registerKernel({
    kernelName,
    backendName,
    kernelFunc: ({ inputs, attrs }) => tf.tidy(() => composite(inputs as Inputs, attrs as Attrs)),
  });
}

function registerGradient<Inputs, Attrs>({ kernelName, gradient }: Operation<Inputs, Attrs>) {
  if (gradient === undefined || tf.getGradient(kernelName) !== undefined) return;
  const { gradFunc, release } = gradient;
  tf.registerGradient({
    kernelName,
    gradFunc(dy, saved, attrs) {
      const dys = Array.isArray(dy) ? dy : [dy];
      const free = releaser(dys, saved);
      const gradients = gradFunc(dys, saved, attrs as Attrs);
      if (release === 'at once') free();
      const last = gradients[release ?? ''];
      return last === undefined ? gradients : { ...gradients, [release!]: () => followedBy(last, free) };
    },
  });
}

function followedBy<T>(compute: () => T, then: () => void): T {
  const result = compute();
  then();
  return result;
}

/** The inputs that were given: the engine wants the keys of absent ones to be absent. */
function present(inputs: object): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor !== undefined));
}
