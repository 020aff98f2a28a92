import { fileURLToPath } from 'node:url';
import { classBalancedSubset, padTo } from 'selfie-data';
import { readIdxImages } from 'selfie-data/node';
import { selectBackend } from 'selfie-trainer';
import { hybrid } from './src/hybrid.ts';

const read = async (part: string) => {
  const file = (kind: string) =>
    fileURLToPath(new URL(`../fashion-mnist/data/${part}-${kind}-ubyte.gz`, import.meta.url));
  return padTo(await readIdxImages({ images: file('images-idx3'), labels: file('labels-idx1') }), 32);
};

console.log(`on ${await selectBackend(process.argv[2])}`);
const train = await read('train');
const accuracy = await hybrid({
  train,
  test: await read('t10k'),
  labelled: classBalancedSubset({ labels: train.labels, classes: train.classes, count: 1000, seed: 0 }),
  onStep: (phase, { step, loss, metrics }) => {
    if (step % 20 === 0)
      console.log(`${phase} ${step}: loss ${loss.toFixed(3)}, accuracy ${metrics.accuracy!.toFixed(3)}`);
  },
});
console.log(`test accuracy with 1,000 labels: ${(100 * accuracy).toFixed(1)} %`);
