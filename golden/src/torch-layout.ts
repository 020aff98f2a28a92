import * as tf from '@tensorflow/tfjs-core';

/** From the fixtures' names for parts of our own to our paths, in this order; torchvision's names are selfie-resnet's business. */
const renames: [RegExp, string | ((match: string, ...groups: string[]) => string)][] = [
  // parts
  [/^patch\./, 'patchNetwork.'],
  [/^head\./, 'classifier.'],
  [/positions\.(row|column)$/, 'positions.$1s'],
  [/positions$/, 'positions.table'],
  [/^(pool\.)?positions\./, (_, pool) => (pool ? 'positions.' : '')],
  // residual networks
  [/stemNorm/, 'stem.norm'],
  [/\bstem(?=\.weight)/, 'stem.conv'],
  [/shortcut(\.0)?(?=\.weight)/, 'shortcut.conv'],
  [/shortcut\.1/, 'shortcut.norm'],
  // transformer blocks
  [/\bblocks\.(\d)/, (_, block) => `block${Number(block) + 1}`],
  [/self_attn\.in_proj_/, 'attention.input.'],
  [/self_attn\.out_proj/, 'attention.output'],
  [/\blinear1/, 'hidden'],
  [/\blinear2/, 'output'],
  // their variables
  [/(norm\d?)\.weight$/, '$1.scale'],
  [/(norm\d?)\.bias$/, '$1.shift'],
  [/running_mean$/, 'mean'],
  [/running_var$/, 'variance'],
  [/weight$/, 'kernel'],
];

/** Our path of a parameter or buffer of PyTorch, e.g. `stage1/block2/conv1/kernel` for `stage1.block2.conv1.weight`. */
export function variablePath(torchName: string): string {
  let name = torchName;
  for (const [pattern, replacement] of renames) name = name.replace(pattern, replacement as string);
  return name.replaceAll('.', '/');
}

/** A tensor of PyTorch's in our layout: kernels `[h, w, in, out]` and `[in, out]`, images `[b, h, w, c]`; others as they are. */
export function ourLayout(torchName: string, tensor: tf.Tensor): tf.Tensor {
  const isKernel = torchName.endsWith('weight');
  if (tensor.rank === 4) return tf.transpose(tensor, isKernel ? [2, 3, 1, 0] : [0, 2, 3, 1]);
  return isKernel && tensor.rank === 2 ? tf.transpose(tensor) : tf.clone(tensor);
}
