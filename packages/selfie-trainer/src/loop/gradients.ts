// Registers the gradients of all stock kernels, of which TensorFlow.js core has none by itself.
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Variables } from '../interfaces.ts';

/**
 * The value of a scalar function and its gradients with respect to the trainable variables, by path.
 *
 * A variable that the value does not depend on has no gradient and is left out. The caller disposes all.
 *
 * @throws if no variable is trainable.
 */
export function valueAndGradients(
  f: () => tf.Scalar,
  variables: Variables,
): { value: tf.Scalar; gradients: Record<string, tf.Tensor> } {
  const trainable = Object.entries(variables).filter(([, variable]) => variable.trainable);
  if (trainable.length === 0) {
    throw new Error(`nothing to train: none of the ${Object.keys(variables).length} variables is trainable`);
  }
  const { value, grads } = variableGrads(
    f,
    trainable.map(([, variable]) => variable),
  );
  const gradients: Record<string, tf.Tensor> = {};
  for (const [path, { name }] of trainable) {
    const gradient = grads[name];
    if (gradient) gradients[path] = gradient;
  }
  return { value, gradients };
}

/** `tf.variableGrads`, which leaves the value and the tape's tensors behind where something throws, without that. */
function variableGrads(f: () => tf.Scalar, variables: tf.Variable[]): ReturnType<typeof tf.variableGrads> {
  let value: tf.Scalar | undefined;
  try {
    return tf.variableGrads(() => {
      value = f();
      return value;
    }, variables);
  } catch (error) {
    const { state } = tf.engine();
    tf.dispose([value, ...(state.activeTape ?? []).map(({ saved }) => saved)] as tf.TensorContainer);
    throw error;
  }
}
