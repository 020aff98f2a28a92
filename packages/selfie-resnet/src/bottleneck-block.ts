import * as tf from '@tensorflow/tfjs-core';
import { expansion } from './architecture.ts';
import { convolution } from './convolution.ts';
import type { Layer } from './layer.ts';
import { norm } from './norm.ts';
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
  const conv1 = convolution(make, `${path}/conv1`, convolutions.conv1);
  const norm1 = norm(make, `${path}/norm1`, shape.width, 'relu');
  const conv2 = convolution(make, `${path}/conv2`, convolutions.conv2);
  const norm2 = norm(make, `${path}/norm2`, shape.width, 'relu');
  const conv3 = convolution(make, `${path}/conv3`, convolutions.conv3);
  const norm3 = norm(make, `${path}/norm3`, convolutions.conv3.outputs, 'relu');
  const shortcut = normedShortcut(make, `${path}/shortcut`, convolutions.shortcut);

  return (x, options) => {
    const narrow = norm1(conv1(x, options), options); // [b, h, w, width]
    const y = norm2(conv2(narrow, options), options); // [b, h', w', width]
    return norm3(conv3(y, options), options, shortcut(x, options)); // [b, h', w', 4 · width]
  };
}

function preActivation(make: VariableMaker, path: string, shape: BlockShape): Layer {
  const convolutions = bottleneckConvolutions(shape);
  const norm1 = norm(make, `${path}/norm1`, shape.inputs, 'relu');
  const conv1 = convolution(make, `${path}/conv1`, convolutions.conv1);
  const norm2 = norm(make, `${path}/norm2`, shape.width, 'relu');
  const conv2 = convolution(make, `${path}/conv2`, convolutions.conv2);
  const norm3 = norm(make, `${path}/norm3`, shape.width, 'relu');
  const conv3 = convolution(make, `${path}/conv3`, convolutions.conv3);
  const shortcut = convolutions.shortcut && convolution(make, `${path}/shortcut/conv`, convolutions.shortcut);

  return (x, options) => {
    const active = norm1(x, options); // [b, h, w, inputs]
    const narrow = norm2(conv1(active, options), options); // [b, h, w, width]
    const y = norm3(conv2(narrow, options), options); // [b, h', w', width]
    return tf.add(conv3(y), shortcut ? shortcut(active) : x); // [b, h', w', 4 · width]
  };
}
