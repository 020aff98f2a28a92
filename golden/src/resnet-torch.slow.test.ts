import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { fromTorchvision, patchNetwork, resnet18, resnet50, toTorchvision } from 'selfie-resnet';
import { assignVariables, decodeSafetensors, encodeSafetensors, readVariables, type TensorData } from 'selfie-trainer';
import { afterAll, describe, expect, test } from 'vitest';
import { pythonWith } from '../../testing/python.ts';
import { tolerance } from './fixture.ts';
import { relativeError } from './relative-error.ts';

const script = fileURLToPath(new URL('../torch/resnets.py', import.meta.url));
const python = pythonWith('torch', 'torchvision', 'safetensors.torch');
const run = (...args: string[]) => spawnSync(python!, [script, ...args], { encoding: 'utf8' });
const models = python ? run('list').stdout.trim().split('\n') : [];
if (python && !models.some((model) => model.startsWith('timm'))) {
  console.log('ResNets of timm are not compared: Python has no timm; install it and run again.');
}

const folder = mkdtempSync(join(tmpdir(), 'selfie-resnets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (file: string) => decodeSafetensors(readFileSync(join(folder, file))).tensors;
const toTensor = ({ data, shape }: TensorData) => tf.tensor(data, [...shape]);

/** Has Python write or read a model in the folder. */
function inPython(command: 'write' | 'read', model: string): Readonly<Record<string, TensorData>> {
  const { status, stderr } = run(command, model, folder);
  expect(status, stderr).toBe(0);
  return read('values.safetensors');
}

const imagesOf = (values: Readonly<Record<string, TensorData>>) =>
  tf.transpose(toTensor(values.images!), [0, 2, 3, 1]) as tf.Tensor4D;

describe.each(models.filter((model) => model !== 'timm/resnet50d'))('%s', (model) => {
  const resnet = model.endsWith('resnet18') ? resnet18 : resnet50;

  test('imported, has the logits of PyTorch, whole and in its first stages', () => {
    const values = inPython('write', model);
    const state = read('state.safetensors');
    const { variables, apply } = resnet({ classes: 11, stem: 'large' });
    assignVariables(variables, fromTorchvision(state, variables));
    expect(relativeError(apply(imagesOf(values)), toTensor(values.logits!))).toBeLessThan(tolerance);

    const basic = model.endsWith('resnet18');
    const trunk = patchNetwork(basic ? { depths: [2, 2, 2], block: 'basic', stem: 'large' } : { stem: 'large' });
    assignVariables(trunk.variables, fromTorchvision(state, trunk.variables));
    expect(relativeError(trunk.apply(imagesOf(values)), toTensor(values.features!))).toBeLessThan(tolerance);
  });

  test('exported, is loaded strictly by PyTorch, which has our logits', async () => {
    const { variables, apply } = resnet({ classes: 7, stem: 'large', seed: 3 });
    const bytes = encodeSafetensors(toTorchvision(await readVariables(variables)));
    writeFileSync(join(folder, 'exported.safetensors'), bytes);
    const values = inPython('read', model);
    expect(relativeError(apply(imagesOf(values)), toTensor(values.exportedLogits!))).toBeLessThan(tolerance);
  });
});

test.runIf(models.includes('timm/resnet50d'))("timm's resnet50d is refused", () => {
  inPython('write', 'timm/resnet50d');
  const { variables } = resnet50({ classes: 11, stem: 'large' });
  expect(() => fromTorchvision(read('state.safetensors'), variables)).toThrow(
    'a ResNet with a deep stem or averaging shortcuts',
  );
});
