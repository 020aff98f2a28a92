import 'selfie-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { train } from '../src/index.ts';
import { checkpointFolder, stopOnSignals } from '../src/node.ts';
import { resumableRun } from './resumable-run.ts';

/**
 * A run that tests kill: `killed-run.ts FOLDER STEPS stop|continue` pretrains with a checkpoint after every step, prints each
 * step, and goes on where it was.
 */
const [folder, steps, onFailure] = process.argv.slice(2) as [string, string, 'stop' | 'continue'];

await tf.setBackend('selfie-wasm');
const { dispose, ...options } = resumableRun({ task: 'pretraining', optimizer: 'sgd' }, Number(steps));
const { signal } = stopOnSignals();
const result = await train({
  ...options,
  checkpoints: {
    store: checkpointFolder({ folder, keep: 2, best: 'lowest' }),
    every: 1,
    score: ({ loss }) => loss,
    onFailure,
  },
  signal,
  onStep: ({ step }) => console.log(`step ${step}`),
});
if (result.stopped) {
  console.log(`${signal.reason.message}\n${folder} holds ${result.steps} of ${steps} steps; run this again to go on`);
  process.exitCode = 130;
}
dispose();
process.exit();
