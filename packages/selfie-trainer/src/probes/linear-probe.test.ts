import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { numbers } from '../../testing/tiny-parts.ts';
import type { Features } from './features.ts';
import { linearProbe } from './linear-probe.ts';
import { logisticRegression } from './logistic-regression.ts';

const means = [1, -2, 0, 5, 0.5];

/** Features of size 5 around different means, with classes 0, 1 and 2 that they tell in part. */
function data(count: number, seed: number): Features {
  const features = numbers(count * 5, seed).map((x, i) => 3 * x ** 3 + means[i % 5]!);
  const [classes, noise] = [numbers(count, seed + 1), numbers(count, seed + 2)];
  const labels = Int32Array.from({ length: count }, (_, i) => {
    const told = Math.round(1 + features[i * 5]! - features[i * 5 + 2]!);
    return noise[i]! < 0.4 ? Math.min(2, Math.max(0, told)) : Math.round(2 * Math.abs(classes[i]!));
  });
  return { features, labels, count, size: 5 };
}

const [train, held] = [data(70, 1), data(30, 5)];

// scikit-learn 1.9.1, on the same numbers: scaler = StandardScaler().fit(x),
// LogisticRegression(C=1 / (0.01 * 70), tol=1e-12, max_iter=100000).fit(scaler.transform(x), y), then its coef_.T,
// intercept_, score and sklearn.metrics.log_loss of the held-out 30.
const golden = {
  kernel: [
    -0.918272, -0.064011, 0.982283, 0.081429, 0.107705, -0.189134, 0.837159, -0.081095, -0.756065, 0.3329, -0.078865,
    -0.254035, -0.593392, 0.376506, 0.216886,
  ],
  bias: [-0.864029, -0.091448, 0.955477],
  loss: 0.7875383,
  accuracy: 22 / 30,
};

test("finds scikit-learn's optimum", async () => {
  const { accuracy, loss, iterations, converged } = await linearProbe({ train, test: held, weightDecay: 0.01 });
  expect(converged).toBe(true);
  expect(accuracy).toBeCloseTo(golden.accuracy, 12);
  expect(loss).toBeCloseTo(golden.loss, 4);
  expect(iterations).toBeGreaterThan(5);
  expect(iterations).toBeLessThan(60);
});

test("its weights are scikit-learn's", async () => {
  const columns = [0, 1, 2, 3, 4].map((j) => train.features.filter((_, i) => i % 5 === j));
  const mean = columns.map((column) => column.reduce((sum, value) => sum + value) / 70);
  const deviation = columns.map((column, j) =>
    Math.sqrt(column.reduce((sum, value) => sum + (value - mean[j]!) ** 2, 0) / 70),
  );
  const fit = await logisticRegression({
    features: train.features.map((value, i) => (value - mean[i % 5]!) / deviation[i % 5]!),
    labels: train.labels,
    classes: 3,
    weightDecay: 0.01,
    tolerance: 1e-6,
    iterations: 500,
  });
  expect([...fit.kernel]).toEqual(golden.kernel.map((weight) => expect.closeTo(weight, 4)));
  expect([...fit.bias]).toEqual(golden.bias.map((weight) => expect.closeTo(weight, 4)));
});

test('does not see the scale and the zero of features, nor one that is constant', async () => {
  const scaled = ({ features, ...rest }: Features): Features => ({
    ...rest,
    size: 6,
    features: Float32Array.from({ length: rest.count * 6 }, (_, i) => {
      const [row, j] = [Math.floor(i / 6), i % 6];
      return j === 5 ? 7 : 2 ** (3 * j - 4) * features[row * 5 + j]! + 2 * j;
    }),
  });
  const plain = await linearProbe({ train, test: held });
  const moved = await linearProbe({ train: scaled(train), test: scaled(held) });
  expect(moved.loss).toBeCloseTo(plain.loss, 4);
  expect(moved.accuracy).toBeCloseTo(plain.accuracy, 12);
});

test('a feature that is constant in train counts as 0 in test, too', async () => {
  const withOne = ({ features, count, labels }: Features, constant: number): Features => ({
    ...{ count, labels, size: 6 },
    features: Float32Array.from({ length: count * 6 }, (_, i) =>
      i % 6 < 5 ? features[Math.floor(i / 6) * 5 + (i % 6)]! : constant,
    ),
  });
  const plain = await linearProbe({ train, test: held });
  for (const [inTrain, inTest] of [
    [0.1, 0.1001],
    [0, 0.3],
  ] as const) {
    const probe = await linearProbe({ train: withOne(train, inTrain), test: withOne(held, inTest) });
    expect(probe.loss).toBeCloseTo(plain.loss, 4);
    expect(probe.accuracy).toBeCloseTo(plain.accuracy, 12);
  }
});

test('without convergence it says so; features that are not finite classify nothing', async () => {
  expect(await linearProbe({ train, test: held, iterations: 2 })).toMatchObject({ iterations: 2, converged: false });
  const broken = { ...train, features: train.features.with(7, Number.NaN) };
  const probe = await linearProbe({ train: broken, test: held });
  expect(probe).toEqual({ accuracy: 0, loss: Number.NaN, iterations: 0, converged: false });
});

test('leaves no tensors behind', async () => {
  const before = tf.memory().numTensors;
  await linearProbe({ train, test: held, iterations: 2 });
  expect(tf.memory().numTensors).toBe(before);
});

test('says what it cannot do', async () => {
  const one = { ...train, labels: new Int32Array(70).fill(3) };
  await expect(linearProbe({ train: one, test: held })).rejects.toThrow(
    'train has but one class, 3: give pictures of two classes at least',
  );
  const gap = { ...train, labels: train.labels.map((label) => (label === 1 ? 2 : label)) };
  await expect(linearProbe({ train: gap, test: held })).rejects.toThrow(
    'test has class 1, which train lacks: give train some of each',
  );
  const more = { ...held, labels: held.labels.with(3, 5) };
  await expect(linearProbe({ train, test: more })).rejects.toThrow(
    'test has class 5, which train lacks: give train some of each',
  );
  await expect(linearProbe({ train, test: held, weightDecay: 0 })).rejects.toThrow(
    'weightDecay is above 0: got 0; use e.g. 1e-3',
  );
});
