import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadTensors, saveVariables } from './node.ts';
import { encodeSafetensors } from './safetensors/encode-safetensors.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selfie-trainer-'));
});
afterEach(() => rm(folder, { recursive: true }));

const variables = () => ({ 'a/kernel': tf.variable(tf.tensor2d([[1, 2, 3]])), 'a/mean': tf.variable(tf.scalar(4)) });

test('saves variables and loads them as tensors, over what was there before, and leaves no other file', async () => {
  const path = join(folder, 'model.safetensors');
  await writeFile(path, 'what was there before');
  await saveVariables(path, variables(), { step: '3' });
  expect(await loadTensors(path)).toEqual({
    tensors: {
      'a/kernel': { dtype: 'float32', shape: [1, 3], data: Float32Array.of(1, 2, 3) },
      'a/mean': { dtype: 'float32', shape: [], data: Float32Array.of(4) },
    },
    metadata: { step: '3' },
  });
  expect(await readdir(folder)).toEqual(['model.safetensors']);
});

test('says which file could not be written, and leaves nothing half-written', async () => {
  const path = join(folder, 'missing', 'model.safetensors');
  await expect(saveVariables(path, variables())).rejects.toThrow(`${path} could not be written: ENOENT`);
  await expect(saveVariables(folder, variables())).rejects.toThrow(`${folder} could not be written: `);
  expect(await readdir(folder)).toEqual([]);
});

test('says which file could not be read', async () => {
  const path = join(folder, 'model.safetensors');
  await expect(loadTensors(path)).rejects.toThrow(`${path} could not be read: ENOENT`);
  await saveVariables(path, variables());
  await writeFile(path, (await readFile(path)).subarray(0, -4));
  await expect(loadTensors(path)).rejects.toThrow(
    `${path} could not be read: the data of a/mean end at byte 16 of 12; is the file truncated?`,
  );
});

test('finds a turned bit of a saved file, and takes files without a checksum unless one is required', async () => {
  const path = join(folder, 'model.safetensors');
  await saveVariables(path, variables());
  const bytes = await readFile(path);
  bytes[bytes.length - 1]! ^= 1;
  await writeFile(path, bytes);
  await expect(loadTensors(path)).rejects.toThrow(
    `${path} could not be read: its checksum is not that of its content; it was damaged or changed`,
  );
  await writeFile(path, encodeSafetensors({}, { seed: '3' }));
  expect(await loadTensors(path)).toEqual({ tensors: {}, metadata: { seed: '3' } });
  await expect(loadTensors(path, { checksum: 'required' })).rejects.toThrow(
    `${path} could not be read: it holds no checksum; it is damaged, or of another format`,
  );
});
