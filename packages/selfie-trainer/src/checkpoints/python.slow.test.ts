import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { pythonWith } from '../../../../testing/python.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { loadTensors } from '../safetensors/load-tensors.ts';
import { checkpointFolder } from './checkpoint-folder.ts';
import type { Checkpoint } from './checkpoint-store.ts';

const python = pythonWith('safetensors.numpy');

const read = `
import hashlib, json, sys
from safetensors import safe_open
path = sys.argv[1]
with safe_open(path, 'numpy') as file:
    tensors = {name: file.get_tensor(name) for name in file.keys()}
    metadata = file.metadata()
checksum = metadata['selfie-sha256']
content = open(path, 'rb').read()
zeroed = content.replace(checksum.encode(), b'0' * 64)
print(json.dumps({
    'tensors': {name: [str(t.dtype), list(t.shape), t.tobytes().hex()] for name, t in tensors.items()},
    'metadata': metadata,
    'aligned': (8 + int.from_bytes(content[:8], 'little')) % 8,
    'checksum': hashlib.sha256(zeroed).hexdigest() == checksum,
}))`;

const write = `
import sys
import numpy
from safetensors.numpy import save_file
save_file({
    'kernel': numpy.array([[1, -2.5, numpy.nan]], numpy.float32), 'half': numpy.array([0.5, -3], numpy.float16),
    'count': numpy.array(-7, numpy.int64), 'mask': numpy.array([True, False, True]), 'none': numpy.zeros((0, 4), numpy.int32),
}, sys.argv[1], {'größe': '3'})`;

// Files are the same on every backend: one round is enough.
describe.runIf(python && tf.getBackend() === 'cpu')("Python's safetensors", () => {
  const folder = temporaryFolder();

  test('reads our checkpoints: types, shapes, bits, metadata', async () => {
    const checkpoint: Checkpoint = {
      step: 57,
      score: 0.25,
      tensors: {
        'variables/kernel': { dtype: 'float32', shape: [1, 3], data: Float32Array.of(1, -0, Number.NaN) },
        'variables/mask': { dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) },
        'optimizer/count': { dtype: 'int32', shape: [], data: Int32Array.of(-7) },
        'optimizer/größe': { dtype: 'float32', shape: [0, 4], data: new Float32Array(0) },
      },
      metadata: { seed: '7', options: '{"name":"größe"}' },
    };
    await checkpointFolder({ folder }).save(checkpoint);
    const output = execFileSync(python!, ['-c', read, join(folder, 'step-00000057.safetensors')], { encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual({
      tensors: {
        'variables/kernel': ['float32', [1, 3], '0000803f000000800000c07f'],
        'variables/mask': ['bool', [3], '010001'],
        'optimizer/count': ['int32', [], 'f9ffffff'],
        'optimizer/größe': ['float32', [0, 4], ''],
      },
      metadata: {
        ...checkpoint.metadata,
        step: '57',
        score: '0.25',
        'selfie-sha256': expect.stringMatching(/^[\da-f]{64}$/),
      },
      aligned: 0,
      checksum: true,
    });
  });

  test('writes what we read', async () => {
    const path = join(folder, 'python.safetensors');
    execFileSync(python!, ['-c', write, path]);
    expect(await loadTensors(path)).toEqual({
      tensors: {
        kernel: { dtype: 'float32', shape: [1, 3], data: Float32Array.of(1, -2.5, Number.NaN) },
        half: { dtype: 'float32', shape: [2], data: Float32Array.of(0.5, -3) },
        count: { dtype: 'int32', shape: [], data: Int32Array.of(-7) },
        mask: { dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) },
        none: { dtype: 'int32', shape: [0, 4], data: new Int32Array(0) },
      },
      metadata: { größe: '3' },
    });
  });
});
