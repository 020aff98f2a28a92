import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { Variables } from './owner.ts';
import { patchNetwork } from './patch-network.ts';
import { type Classifier, resnetClassifier } from './resnet-classifier.ts';
import { toLayersModel } from './to-layers-model.ts';

const images = tf.randomNormal([3, 21, 14, 2], 0, 1, 'float32', 1) as tf.Tensor4D;

/** As after training: norms that are not the identity. */
function trained(options: object, depth = 1): Classifier {
  const trunk = patchNetwork({ depths: [1, 2], width: 3, channels: 2, seed: 4, ...options });
  const classifier = resnetClassifier({ trunk, depth, classes: 5 });
  for (const [i, [path, variable]] of Object.entries(classifier.variables).entries()) {
    const positive = /(scale|variance)$/.test(path);
    if (variable.rank === 1)
      variable.assign(tf.randomUniform(variable.shape, positive ? 0.5 : -0.5, 1.5, 'float32', i));
  }
  return classifier;
}

/** max |a − b| / max |b| */
function difference(a: tf.Tensor, b: tf.Tensor): number {
  expect(a.shape).toEqual(b.shape);
  return tf.div(tf.max(tf.abs(tf.sub(a, b))), tf.max(tf.abs(b))).dataSync()[0]!;
}

describe.each(['v1.5', 'v2'] as const)('%s', (version) => {
  test.each([
    { stem: 'small', block: 'basic' },
    { stem: 'small', block: 'bottleneck' },
    { stem: 'large', block: 'basic' },
    { stem: 'large', block: 'bottleneck' },
  ] as const)('gives the logits of the classifier: $stem stem, $block blocks', (options) => {
    const classifier = trained({ version, ...options });
    const model = toLayersModel(classifier);
    expect(difference(model.predict(images) as tf.Tensor, classifier.apply(images))).toBeLessThan(1e-5);
    const square = tf.ones([1, 32, 32, 2]) as tf.Tensor4D;
    expect(difference(model.predict(square) as tf.Tensor, classifier.apply(square))).toBeLessThan(1e-5);
    expect(model.countParams()).toBe(Object.values(classifier.variables).reduce((sum, { size }) => sum + size, 0));
  });

  test('gives the logits of a linear probe', () => {
    const classifier = trained({ version }, 0);
    const model = toLayersModel(classifier);
    expect(difference(model.predict(images) as tf.Tensor, classifier.apply(images))).toBeLessThan(1e-5);
  });
});

test('has weights of its own, and frees them', () => {
  const classifier = trained({});
  const logits = classifier.apply(images);
  const before = tf.memory().numTensors;
  const model = toLayersModel(classifier);
  tf.tidy(() => {
    for (const variable of Object.values(classifier.variables)) variable.assign(tf.zerosLike(variable));
    expect(tf.max(tf.abs(classifier.apply(images))).dataSync()[0]).toBe(0);
    expect(difference(model.predict(images) as tf.Tensor, logits)).toBeLessThan(1e-5);
  });
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('is called as its variables are', () => {
  const names = toLayersModel(trained({ block: 'basic' })).layers.map(({ name }) => name);
  expect(names.slice(0, 7)).toEqual([
    'images',
    'stem_conv',
    'stem_norm',
    'stem_relu',
    'stage1_block1_conv1',
    'stage1_block1_norm1',
    'stage1_block1_1_relu',
  ]);
  expect(names.at(-1)).toBe('classifier');
});

/** Loads what is on its input with TensorFlow.js alone, and prints the logits. */
const program = `
  import * as tf from '@tensorflow/tfjs-core';
  import '@tensorflow/tfjs-backend-cpu';
  import { loadLayersModel } from '@tensorflow/tfjs-layers';
  import { text } from 'node:stream/consumers';
  tf.env().set('IS_TEST', true); // no banner
  const { artifacts, weights, images, shape } = JSON.parse(await text(process.stdin));
  const weightData = new Uint8Array(Buffer.from(weights, 'base64')).buffer;
  const model = await loadLayersModel(tf.io.fromMemory({ ...artifacts, weightData }));
  const logits = model.predict(tf.tensor(images, shape));
  const ours = tf.getKernelsForBackend('cpu').filter(({ kernelName }) => kernelName.startsWith('Selfie')).length;
  console.log(JSON.stringify({ logits: await logits.array(), ours }));
`;

test.each([
  { version: 'v1.5', stem: 'large' },
  { version: 'v2', stem: 'small', block: 'basic' },
] as const)('is saved, and loaded by a program without our packages: %j', async (options) => {
  const classifier = trained(options);
  const saved: tf.io.ModelArtifacts[] = [];
  await toLayersModel(classifier).save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved.push(artifacts);
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
    }),
  );
  const { weightData, ...artifacts } = saved[0]!;
  const weights = Buffer.from(tf.io.CompositeArrayBuffer.join(weightData)).toString('base64');
  const pixels = Array.from(images.dataSync());
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    input: JSON.stringify({ artifacts, weights, images: pixels, shape: images.shape }),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const { logits, ours } = JSON.parse(stdout);
  expect(ours).toBe(0);
  expect(difference(tf.tensor(logits), classifier.apply(images))).toBeLessThan(1e-5);
});

test('refuses a hybrid and a trunk', () => {
  const variables: Variables = { 'pool/u0': tf.variable(tf.zeros([3])), 'classifier/kernel': tf.variable(tf.eye(3)) };
  const hybrid = { variables } as unknown as Classifier;
  expect(() => toLayersModel(hybrid)).toThrow(
    'only a classifier of resnetClassifier becomes a LayersModel: got one of pool/u0, classifier/kernel; attention has no ' +
      "layer in TensorFlow.js, so finetune the grown ResNet, or keep a hybrid's variables as they are",
  );
  expect(() => toLayersModel(patchNetwork({ depths: [1], width: 3 }))).toThrow(
    'only a classifier of resnetClassifier becomes a LayersModel: got a trunk; grow it first',
  );
});
