import '@tensorflow/tfjs-layers';
import 'selfie-wasm';
import * as tf from '@tensorflow/tfjs-core';

await tf.setBackend('selfie-wasm');
