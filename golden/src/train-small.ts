import { attentionPool } from 'selfie-attention-pool';
import { contrastiveLoss } from 'selfie-contrastive-loss';
import { imagePatches, learnedPositions } from 'selfie-patches';
import { patchNetwork, resnetClassifier } from 'selfie-resnet';
import { classification, type Objective, patchSelection, sgd, train } from 'selfie-trainer';

const batchSize = 8;

/** Eight pictures of stripes, each with its own direction and width. */
const batch = {
  images: new Float32Array(batchSize * 32 * 32).map((_, i) => {
    const [picture, y, x] = [i >> 10, (i >> 5) % 32, i % 32];
    return Math.sin(0.02 * x * y + 0.1 * (picture - 4) * x + 0.3 * y);
  }),
  shape: [batchSize, 32, 32, 1] as const,
  labels: Int32Array.from({ length: batchSize }, (_, i) => i),
};

async function losses(objective: Objective, steps: number): Promise<number[]> {
  const optimizer = sgd({ variables: objective.variables });
  const all: number[] = [];
  const learningRate = () => 0.02;
  const onStep = ({ loss }: { loss: number }) => void all.push(loss);
  await train({ objective, optimizer, learningRate, batches: () => batch, steps, batchSize, seed: 0, onStep });
  optimizer.dispose();
  return all;
}

/** The losses of pretraining a small network, then of finetuning it with one more stage. */
export async function trainSmall(): Promise<{ pretraining: number[]; finetuning: number[] }> {
  const patches = imagePatches({ imageSize: 32, patchSize: 8, hidden: 8 });
  const network = patchNetwork({ depths: [1, 1, 1], width: 16, block: 'basic', channels: 1 });
  const size = network.outputSize;
  const positions = learnedPositions({ count: patches.count, size });
  const pool = attentionPool({ size, blocks: 2, heads: 4, feedForward: 64, norm: 'pre', positions });
  const loss = contrastiveLoss({ scale: 'sqrt' });
  const objective = patchSelection({ patches, patchNetwork: network, pool, positions, loss, head: 'query' });
  const pretraining = await losses(objective, 12);
  const classifier = resnetClassifier({ trunk: network, depth: 1, classes: batchSize });
  return { pretraining, finetuning: await losses(classification(classifier), 12) };
}
