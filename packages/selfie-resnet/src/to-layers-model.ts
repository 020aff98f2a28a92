import { input, type LayersModel, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Architecture } from './architecture.ts';
import type { ConvolutionShape } from './convolution.ts';
import { epsilon, momentum } from './norm.ts';
import type { Variables } from './owner.ts';
import type { Classifier } from './resnet-classifier.ts';
import { blockConvolutions, stageBlocks } from './stage.ts';
import { stemConvolution } from './stem.ts';

type Layer = InstanceType<typeof layers.Layer>;

/** Images, a map or vectors on their way through the model. */
type Node = SymbolicTensor;

/** The layers that a network is made of, each with the values of the variables of its path. */
type Parts = ReturnType<typeof partsOf>;

/**
 * Makes a plain `tf.LayersModel` of a classifier, images `[b, h, w, c]` of any size to logits `[b, classes]`, which
 * `tf.loadLayersModel` opens without any of our packages.
 *
 * Its weights are copies; `model.dispose()` frees them. Layers are called as the variables' paths, with `_` for `/`.
 *
 * @throws if it is no classifier of `resnetClassifier`: attention has no layer in TensorFlow.js, so that a hybrid cannot
 * become one.
 */
export function toLayersModel({
  architecture,
  variables,
}: Pick<Classifier, 'architecture' | 'variables'>): LayersModel {
  check(architecture, variables);
  const parts = partsOf(variables);
  const { convolution, norm, relu, maxPool, averagePool, dense } = parts;
  const { version, stem, channels, depths } = architecture;

  const images = input({ shape: [null, null, channels], name: 'images' });
  let map = convolution(images, 'stem/conv', stemConvolution(architecture));
  if (version === 'v1.5') map = relu(norm(map, 'stem/norm'), 'stem');
  if (stem === 'large') map = maxPool(map, 'stem');
  for (const index of depths.keys()) {
    for (const [i, shape] of stageBlocks(architecture, index).entries()) {
      const build = version === 'v2' ? preActivation : postActivation;
      map = build(parts, map, `stage${index + 1}/block${i + 1}`, blockConvolutions(architecture, shape));
    }
  }
  if (version === 'v2') map = relu(norm(map, 'norm'), 'last');
  const logits = dense(averagePool(map), 'classifier');
  return model({ inputs: images, outputs: logits, name: 'resnet' });
}

type BlockConvolutions = ReturnType<typeof blockConvolutions>;

/** v1.5: norm after each convolution, ReLU between them and after the sum. */
function postActivation(parts: Parts, x: Node, at: string, { path, shortcut }: BlockConvolutions): Node {
  const { convolution, norm, relu, add } = parts;
  let y = x;
  for (const [i, [name, shape]] of path.entries()) {
    if (i > 0) y = relu(y, `${at}/${i}`);
    y = norm(convolution(y, `${at}/${name}`, shape), `${at}/norm${i + 1}`);
  }
  const kept = shortcut ? norm(convolution(x, `${at}/shortcut/conv`, shortcut), `${at}/shortcut/norm`) : x;
  return relu(add(y, kept, at), at);
}

/** v2: norm and ReLU before each convolution, nothing after the sum. */
function preActivation(parts: Parts, x: Node, at: string, { path, shortcut }: BlockConvolutions): Node {
  const { convolution, norm, relu, add } = parts;
  const active = relu(norm(x, `${at}/norm1`), `${at}/1`);
  let y = active;
  for (const [i, [name, shape]] of path.entries()) {
    if (i > 0) y = relu(norm(y, `${at}/norm${i + 1}`), `${at}/${i + 1}`);
    y = convolution(y, `${at}/${name}`, shape);
  }
  return add(y, shortcut ? convolution(active, `${at}/shortcut/conv`, shortcut) : x, at);
}

function partsOf(variables: Variables) {
  const named = (...path: string[]) => ({ name: path.join('/').replaceAll('/', '_') });
  const apply = (layer: Layer, ...inputs: Node[]) => layer.apply(inputs.length === 1 ? inputs[0]! : inputs) as Node;
  const filled = (layer: Layer, x: Node, path: string, ...weights: string[]) => {
    const y = apply(layer, x);
    layer.setWeights(weights.map((weight) => variables[`${path}/${weight}`]!));
    return y;
  };
  const padded = (x: Node, padding: number, path: string) =>
    apply(layers.zeroPadding2d({ padding, ...named(path, 'pad') }), x);

  return {
    /** 'same' pads both sides alike only at stride 1. */
    convolution(x: Node, path: string, { outputs, size, stride }: ConvolutionShape): Node {
      const uneven = stride > 1 && size > 1;
      const layer = layers.conv2d({
        filters: outputs,
        kernelSize: size,
        strides: stride,
        padding: uneven ? 'valid' : 'same',
        useBias: false,
        kernelInitializer: 'zeros',
        ...named(path),
      });
      return filled(layer, uneven ? padded(x, (size - 1) / 2, path) : x, path, 'kernel');
    },
    norm: (x: Node, path: string) =>
      filled(layers.batchNormalization({ epsilon, momentum, ...named(path) }), x, path, ...normWeights),
    relu: (x: Node, path: string) => apply(layers.reLU(named(path, 'relu')), x),
    maxPool: (x: Node, path: string) =>
      apply(layers.maxPooling2d({ poolSize: 3, strides: 2, ...named(path, 'pool') }), padded(x, 1, `${path}/pool`)),
    averagePool: (x: Node) => apply(layers.globalAveragePooling2d({ name: 'pool' }), x),
    add: (x: Node, y: Node, path: string) => apply(layers.add(named(path, 'add')), x, y),
    dense(x: Node, path: string): Node {
      const units = variables[`${path}/bias`]!.size;
      const layer = layers.dense({ units, kernelInitializer: 'zeros', ...named(path) });
      return filled(layer, x, path, 'kernel', 'bias');
    },
  };
}

/** In the order of Keras's gamma, beta, moving mean and moving variance. */
const normWeights = ['scale', 'shift', 'mean', 'variance'];

function check(architecture: Architecture | undefined, variables: Variables): void {
  if (architecture === undefined) {
    throw new Error(
      `only a classifier of resnetClassifier becomes a LayersModel: got one of ${Object.keys(variables).join(', ')}; ` +
        "attention has no layer in TensorFlow.js, so finetune the grown ResNet, or keep a hybrid's variables as they are",
    );
  }
  if (!('classifier/kernel' in variables)) {
    throw new Error('only a classifier of resnetClassifier becomes a LayersModel: got a trunk; grow it first');
  }
}
