import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { ourLayout, variablePath } from './torch-layout.ts';

test.each([
  ['stem.weight', 'stem/conv/kernel'],
  ['stemNorm.running_var', 'stem/norm/variance'],
  ['stage2.block2.norm3.bias', 'stage2/block2/norm3/shift'],
  ['stage3.block1.shortcut.0.weight', 'stage3/block1/shortcut/conv/kernel'],
  ['stage3.block1.shortcut.1.weight', 'stage3/block1/shortcut/norm/scale'],
  ['head.bias', 'classifier/bias'],
  ['patch.stem.weight', 'patchNetwork/stem/conv/kernel'],
  ['patch.stage1.block1.conv1.weight', 'patchNetwork/stage1/block1/conv1/kernel'],
  ['stage1.block1.shortcut.weight', 'stage1/block1/shortcut/conv/kernel'],
  ['norm.running_mean', 'norm/mean'],
  ['pool.u0', 'pool/u0'],
  ['pool.positions', 'positions/table'],
  ['pool.positions.row', 'positions/rows'],
  ['positions', 'table'],
  ['blocks.0.self_attn.in_proj_weight', 'block1/attention/input/kernel'],
  ['blocks.1.self_attn.out_proj.bias', 'block2/attention/output/bias'],
  ['blocks.1.linear1.weight', 'block2/hidden/kernel'],
  ['blocks.1.linear2.weight', 'block2/output/kernel'],
  ['blocks.1.norm2.weight', 'block2/norm2/scale'],
])('%s is our %s', (torchName, path) => {
  expect(variablePath(torchName)).toBe(path);
});

test('kernels and images change layout, tables do not', () => {
  expect(ourLayout('stem.weight', tf.zeros([2, 3, 5, 7])).shape).toEqual([5, 7, 3, 2]);
  expect(ourLayout('images', tf.zeros([2, 3, 5, 7])).shape).toEqual([2, 5, 7, 3]);
  expect(ourLayout('head.weight', tf.zeros([2, 3])).shape).toEqual([3, 2]);
  expect(ourLayout('positions', tf.zeros([2, 3])).shape).toEqual([2, 3]);
});
