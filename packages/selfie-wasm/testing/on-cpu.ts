import * as tf from '@tensorflow/tfjs-core';

tf.env().set('PROD', true); // no banner

/** What `compute` gives on TensorFlow.js's own `cpu` backend. */
export function onCpu<T>(compute: () => T): T {
  const name = tf.getBackend();
  tf.setBackend('cpu');
  try {
    return compute();
  } finally {
    tf.setBackend(name);
  }
}
