import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';

tf.env().set('IS_TEST', true); // no banner
await tf.setBackend('cpu');
