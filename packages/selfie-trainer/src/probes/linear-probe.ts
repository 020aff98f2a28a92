import * as tf from '@tensorflow/tfjs-core';
import { read } from '../loop/read.ts';
import { accuracyOf, checkFeatures, type Features } from './features.ts';
import { crossEntropy, logisticRegression } from './logistic-regression.ts';
import { moments } from './moments.ts';

/** Options of `linearProbe`. */
export interface LinearProbeOptions {
  /** The labelled pictures that the classifier learns from. */
  readonly train: Features;
  /** The pictures to classify; their classes are among those of train. */
  readonly test: Features;
  /**
   * λ: the mean cross-entropy plus λ/2 · ‖kernel‖² is minimised; scikit-learn's C is 1 / (λ · train.count).
   *
   * @default 1e-3
   */
  readonly weightDecay?: number;
  /** Steps of L-BFGS at most. @default 1000 */
  readonly iterations?: number;
}

/** How well a linear classifier tells the classes apart. */
export interface LinearProbe {
  /** Share of the test pictures whose class it found, in [0, 1]. */
  readonly accuracy: number;
  /** Its mean cross-entropy on the test pictures, in nats. */
  readonly loss: number;
  /** Steps of L-BFGS. */
  readonly iterations: number;
  /** Whether no component of the gradient is larger than 1e-5. */
  readonly converged: boolean;
}

/**
 * Classifies by a multinomial logistic regression on standardised features, trained to convergence (the linear
 * evaluation protocol, e.g. Chen et al. 2020, arXiv 2002.05709, section 4.2, with the optimum in place of a schedule).
 *
 * Each feature is standardised by its mean and deviation over train; one that is constant there, but for the rounding of 32
 * bits, counts as 0. The bias is
 * not decayed. Costs some 4 · train · d · classes operations a step of L-BFGS, of which there are tens to hundreds.
 *
 * @throws if the sizes differ, labels lack, or train has but one class or lacks one of test's.
 */
export async function linearProbe({
  train,
  test,
  weightDecay = 1e-3,
  iterations: most = 1000,
}: LinearProbeOptions): Promise<LinearProbe> {
  checkFeatures(train, test);
  const present = new Set(train.labels);
  const classes = Math.max(...present) + 1;
  if (present.size < 2) {
    throw new Error(`train has but one class, ${classes - 1}: give pictures of two classes at least`);
  }
  const unknown = test.labels.find((label) => !present.has(label));
  if (unknown !== undefined) throw new Error(`test has class ${unknown}, which train lacks: give train some of each`);
  if (!(weightDecay > 0)) throw new Error(`weightDecay is above 0: got ${weightDecay}; use e.g. 1e-3`);

  const standardised = standardiser(train);
  const { kernel, bias, iterations, converged } = await logisticRegression({
    features: standardised(train),
    labels: train.labels,
    classes,
    weightDecay,
    tolerance: 1e-5,
    iterations: most,
  });
  const logits = await read(() => {
    const x = tf.tensor2d(standardised(test), [test.count, test.size]);
    return tf.add(tf.matMul(x, tf.tensor2d(Float32Array.from(kernel), [test.size, classes])), Float32Array.from(bias));
  });
  const predictions = Int32Array.from(test.labels, (_, i) => {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    return row.indexOf(Math.max(...row));
  });
  return {
    accuracy: accuracyOf(predictions, test.labels),
    loss: crossEntropy(logits, test.labels, classes).loss,
    iterations,
    converged,
  };
}

/** Makes features `[n, d]` have mean 0 and deviation 1 over train, and those that are constant there 0. */
function standardiser(train: Features): (vectors: Features) => Float32Array {
  const { mean, deviation } = moments(train);
  const divisor = deviation.map((value, j) => (value <= 1e-6 * Math.abs(mean[j]!) ? Number.POSITIVE_INFINITY : value));
  return ({ features, size }) => features.map((value, i) => (value - mean[i % size]!) / divisor[i % size]!);
}
