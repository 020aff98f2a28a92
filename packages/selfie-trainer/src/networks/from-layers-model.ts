import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, layers, Sequential } from '@tensorflow/tfjs-layers';
import type { PatchNetwork, Variables } from '../interfaces.ts';

/**
 * Makes any Keras-style model of patches `[*, p, p, c]` to `[*, d]`, or to maps `[*, h, w, d]` that are then averaged, a
 * patch network.
 *
 * Variables keep their Keras names (`conv2d_Conv2D1/kernel`) and their `trainable` flags. Batch normalization keeps
 * Keras's momentum and biased variance, but its moving averages go where all running statistics go, to
 * `options.statistics`, instead of being written during the call. One whose gamma is not trainable (without gamma: its beta)
 * is frozen: also in training it normalises by its moving averages, which stay as they are. What draws at random in it (dropout, noise) draws from
 * TensorFlow.js's generator, so that a run does not repeat; losses of regularizers are not counted. The model stays the
 * caller's: `model.dispose()`.
 *
 * @throws if the model has several inputs or outputs, or shapes other than these.
 */
export function fromLayersModel(model: LayersModel): PatchNetwork {
  const outputSize = checkShapes(model);
  const variables = variablesOf(model);
  const all = withInner(model);
  const norms = all.filter((layer) => layer.getClassName() === 'BatchNormalization');
  build(all, variables);

  return {
    outputSize,
    variables,
    apply: (patches, { training = false, statistics } = {}) =>
      tf.tidy(() => {
        const fixed = Object.values(variables).filter((variable) => !variable.trainable);
        const before = fixed.map((variable) => tf.clone(variable));
        try {
          const output = withFrozenNorms(norms, () => model.apply(patches, { training }) as tf.Tensor);
          return output.rank === 2 ? (output as tf.Tensor2D) : tf.mean<tf.Tensor2D>(output, [1, 2]);
        } finally {
          fixed.forEach((variable, i) => {
            if (variable.dataId === before[i]!.dataId) return;
            statistics?.(variable, tf.keep(tf.clone(variable)));
            variable.assign(before[i]!);
          });
        }
      }),
    dispose() {},
  };
}

type Layer = layers.Layer;

/** A layer and, of a model or a wrapper, all that are in it. */
function withInner(layer: Layer): Layer[] {
  const { layers = [], layer: wrapped } = layer as Layer & { layers?: Layer[]; layer?: Layer };
  return [layer, ...(wrapped ? [wrapped] : layers).flatMap(withInner)];
}

/** Builds what Sequential models build when they are first called, and would then set all frozen weights free. */
function build(all: readonly Layer[], variables: Variables): void {
  const trainable = new Map(Object.values(variables).map((variable) => [variable, variable.trainable]));
  for (const layer of all) if (isUnbuilt(layer)) layer.build();
  for (const [variable, was] of trainable) variable.trainable = was;
}

function isUnbuilt(layer: Layer): layer is Sequential {
  return layer.getClassName() === 'Sequential' && !(layer as Layer & { model?: LayersModel }).model;
}

/** Calls a function while all frozen norms, those whose first weight is not trainable, work as in evaluation. */
function withFrozenNorms<T>(norms: readonly Layer[], f: () => T): T {
  const frozen = norms.filter(({ weights }) => !(weights[0]!.read() as tf.Variable).trainable);
  for (const norm of frozen) {
    const { call } = norm;
    norm.call = (inputs, options) => call.apply(norm, [inputs, { ...options, training: false }]);
  }
  try {
    return f();
  } finally {
    for (const norm of frozen) delete (norm as Partial<Layer>).call; // the class's own again
  }
}

function checkShapes({ inputs, outputs, name }: LayersModel): number {
  if (inputs.length !== 1 || outputs.length !== 1) {
    throw new Error(
      `a patch network has one input and one output: model ${name} has ${inputs.length} and ${outputs.length}`,
    );
  }
  const input = inputs[0]!.shape;
  const output = outputs[0]!.shape;
  const d = output.at(-1);
  if (input.length !== 4 || ![2, 4].includes(output.length) || typeof d !== 'number') {
    throw new Error(
      'a patch network maps patches [*, p, p, c] to features [*, d] or [*, h, w, d]: ' +
        `model ${name} maps ${written(input)} to ${written(output)}`,
    );
  }
  return d;
}

function variablesOf(model: LayersModel): Variables {
  const variables: Record<string, tf.Variable> = {};
  for (const weight of model.weights) {
    if (weight.originalName in variables) {
      throw new Error(`model ${model.name} has two weights named ${weight.originalName}; name its layers differently`);
    }
    variables[weight.originalName] = weight.read() as tf.Variable;
  }
  return variables;
}

function written(shape: (number | null)[]): string {
  return `[${shape.map((size) => size ?? '*').join(', ')}]`;
}
