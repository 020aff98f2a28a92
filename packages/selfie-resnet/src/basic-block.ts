import * as tf from '@tensorflow/tfjs-core';
import { convolution } from './convolution.ts';
import type { Layer } from './layer.ts';
import { norm } from './norm.ts';
import { normedConvolution } from './normed-convolution.ts';
import type { VariableMaker } from './owner.ts';
import { type BlockShape, normedShortcut, type ResidualBlock, shortcutConvolution } from './residual-block.ts';

/** The convolutions of a basic block: two of 3 × 3, the stride on the first. */
export function basicConvolutions(shape: BlockShape) {
  const { inputs, width, stride } = shape;
  return {
    conv1: { inputs, outputs: width, size: 3, stride },
    conv2: { inputs: width, outputs: width, size: 3, stride: 1 },
    shortcut: shortcutConvolution(shape, width),
  };
}

/** A basic residual block (He et al., 2015, arXiv 1512.03385, figure 5 left), putting out `width` channels. */
export const basicBlock: ResidualBlock = (make, path, shape, version) =>
  version === 'v2' ? preActivation(make, path, shape) : postActivation(make, path, shape);

function postActivation(make: VariableMaker, path: string, shape: BlockShape): Layer {
  const convolutions = basicConvolutions(shape);
  const conv1 = normedConvolution(make, { conv: `${path}/conv1`, norm: `${path}/norm1` }, convolutions.conv1, 'relu');
  const conv2 = normedConvolution(make, { conv: `${path}/conv2`, norm: `${path}/norm2` }, convolutions.conv2, 'relu');
  const shortcut = normedShortcut(make, path, convolutions.shortcut);

  return (x, options) => {
    const y = conv1(x, options); // [b, h', w', width]
    return conv2(y, options, shortcut(x, options));
  };
}

function preActivation(make: VariableMaker, path: string, shape: BlockShape): Layer {
  const convolutions = basicConvolutions(shape);
  const norm1 = norm(make, `${path}/norm1`, shape.inputs, 'relu');
  const conv1 = normedConvolution(make, { conv: `${path}/conv1`, norm: `${path}/norm2` }, convolutions.conv1, 'relu');
  const conv2 = convolution(make, `${path}/conv2`, convolutions.conv2);
  const shortcut = convolutions.shortcut && convolution(make, `${path}/shortcut/conv`, convolutions.shortcut);

  return (x, options) => {
    const active = norm1(x, options); // [b, h, w, inputs]
    const y = conv1(active, options); // [b, h', w', width]
    return tf.add(conv2(y), shortcut ? shortcut(active) : x);
  };
}
