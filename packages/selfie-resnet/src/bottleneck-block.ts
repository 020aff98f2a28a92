import * as tf from '@tensorflow/tfjs-core';
import { expansion } from './architecture.ts';
import { convolution } from './convolution.ts';
import type { Layer } from './layer.ts';
import { norm } from './norm.ts';
import { normedConvolution } from './normed-convolution.ts';
import type { VariableMaker } from './owner.ts';
import { type BlockShape, normedShortcut, type ResidualBlock, shortcutConvolution } from './residual-block.ts';

/** The convolutions of a bottleneck: 1 × 1 narrows, 3 × 3 has the stride (v1.5), 1 × 1 widens. */
export function bottleneckConvolutions(shape: BlockShape) {
  const { inputs, width, stride } = shape;
  const outputs = expansion.bottleneck * width;
  return {
    conv1: { inputs, outputs: width, size: 1, stride: 1 },
    conv2: { inputs: width, outputs: width, size: 3, stride },
    conv3: { inputs: width, outputs, size: 1, stride: 1 },
    shortcut: shortcutConvolution(shape, outputs),
  };
}

/** A bottleneck block (He et al., 2015, arXiv 1512.03385, figure 5 right), putting out `4 · width` channels. */
export const bottleneckBlock: ResidualBlock = (make, path, shape, version) =>
  version === 'v2' ? preActivation(make, path, shape) : postActivation(make, path, shape);

function postActivation(make: VariableMaker, path: string, shape: BlockShape): Layer {
  const convolutions = bottleneckConvolutions(shape);
  const conv1 = normedConvolution(make, { conv: `${path}/conv1`, norm: `${path}/norm1` }, convolutions.conv1, 'relu');
  const conv2 = normedConvolution(make, { conv: `${path}/conv2`, norm: `${path}/norm2` }, convolutions.conv2, 'relu');
  const conv3 = normedConvolution(make, { conv: `${path}/conv3`, norm: `${path}/norm3` }, convolutions.conv3, 'relu');
  const shortcut = normedShortcut(make, path, convolutions.shortcut);

  return (x, options) => {
    const narrow = conv1(x, options); // [b, h, w, width]
    const y = conv2(narrow, options); // [b, h', w', width]
    return conv3(y, options, shortcut(x, options)); // [b, h', w', 4 · width]
  };
}

function preActivation(make: VariableMaker, path: string, shape: BlockShape): Layer {
  const convolutions = bottleneckConvolutions(shape);
  const norm1 = norm(make, `${path}/norm1`, shape.inputs, 'relu');
  const conv1 = normedConvolution(make, { conv: `${path}/conv1`, norm: `${path}/norm2` }, convolutions.conv1, 'relu');
  const conv2 = normedConvolution(make, { conv: `${path}/conv2`, norm: `${path}/norm3` }, convolutions.conv2, 'relu');
  const conv3 = convolution(make, `${path}/conv3`, convolutions.conv3);
  const shortcut = convolutions.shortcut && convolution(make, `${path}/shortcut/conv`, convolutions.shortcut);

  return (x, options) => {
    const active = norm1(x, options); // [b, h, w, inputs]
    const narrow = conv1(active, options); // [b, h, w, width]
    const y = conv2(narrow, options); // [b, h', w', width]
    return tf.add(conv3(y), shortcut ? shortcut(active) : x); // [b, h', w', 4 · width]
  };
}
