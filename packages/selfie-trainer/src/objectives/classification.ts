import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy } from 'selfie-ops';
import type { Classifier, Objective } from '../interfaces.ts';
import { accuracy } from './accuracy.ts';

/**
 * Trains a classifier on labelled images: the mean cross-entropy (natural logarithm), and the metric `accuracy`.
 *
 * Its variables are the classifier's, by the classifier's paths. The classifier stays its maker's to dispose.
 */
export function classification(classifier: Classifier): Objective {
  return {
    variables: classifier.variables,
    apply: ({ images, labels }, options) =>
      tf.tidy(() => {
        if (!labels) throw new Error('classification needs labels: got a batch of images without; add one an image');
        const logits = classifier.apply(images, options); // [b, classes]
        const loss = tf.mean(crossEntropy(logits, labels)) as tf.Scalar;
        return { loss, metrics: { accuracy: accuracy(logits, labels) } };
      }),
    dispose() {},
  };
}
