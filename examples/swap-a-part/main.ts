import { fileURLToPath } from 'node:url';
import { padTo } from 'selfie-data';
import { readIdxImages } from 'selfie-data/node';
import { selectBackend } from 'selfie-trainer';
import { swapAPart } from './src/swap-a-part.ts';

const read = async (part: string) => {
  const images = new URL(`../fashion-mnist/data/${part}-images-idx3-ubyte.gz`, import.meta.url);
  return padTo(await readIdxImages({ images: fileURLToPath(images) }), 32);
};

console.log(`on ${await selectBackend(process.argv[2])}`);
const accuracy = await swapAPart({
  train: await read('train'),
  test: await read('t10k'),
  onStep: ({ step, loss, metrics }) => {
    if (step % 20 === 0) console.log(`step ${step}: loss ${loss.toFixed(3)}, accuracy ${metrics.accuracy!.toFixed(3)}`);
  },
});
console.log(`patch selection on test pictures: ${(100 * accuracy).toFixed(1)} %, by chance 25.0 %`);
