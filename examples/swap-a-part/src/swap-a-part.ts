import { contrastiveLoss } from 'selfie-contrastive-loss';
import { batches, channelStatistics, evaluationBatches, type ImageDataset } from 'selfie-data';
import { imagePatches, learnedPositions } from 'selfie-patches';
import { evaluate, patchSelection, type StepReport, sgd, train, warmupCosine } from 'selfie-trainer';
import { gatedPooling } from './gated-pooling.ts';
import { kerasPatchNetwork } from './keras-patch-network.ts';

/** What to pretrain on, and for how long. */
export interface SwapOptions {
  readonly train: ImageDataset;
  readonly test: ImageDataset;
  /** Side of a patch, in pixels. @default 8 */
  readonly patchSize?: number;
  /** Length of a feature vector. @default 64 */
  readonly size?: number;
  /** Steps of 64 pictures. @default 300 */
  readonly steps?: number;
  readonly onStep?: (report: StepReport) => void;
}

/**
 * Pretrains by patch selection with a Keras model as the patch network and a pooling head written by hand, and gives the
 * fraction of hidden patches chosen rightly on the test pictures. Everything else is as it always is.
 */
export async function swapAPart({ train: data, test, patchSize = 8, size = 64, steps = 300, onStep }: SwapOptions) {
  const [height, width, channels] = data.shape;
  const normalise = channelStatistics(data);
  const batchSize = 64;
  const seed = 0;

  const patches = imagePatches({ imageSize: [height, width], patchSize });
  const patchNetwork = kerasPatchNetwork(patchSize, channels, size); // instead of patchNetwork({ … })
  const positions = learnedPositions({ count: patches.count, size });
  const pool = gatedPooling({ size, positions }); // instead of attentionPool({ … })
  const loss = contrastiveLoss({ scale: 'sqrt' });

  const objective = patchSelection({ patches, patchNetwork, pool, positions, loss });
  const optimizer = sgd({ variables: objective.variables });
  await train({
    objective,
    optimizer,
    learningRate: warmupCosine({ peak: 0.1, warmup: Math.floor(steps / 5), steps }),
    batches: batches({ data, batchSize, seed, augment: { shift: 1, flip: 'horizontal' }, normalise }),
    steps,
    batchSize,
    seed,
    onStep,
  });
  const { metrics } = await evaluate({ objective, batches: evaluationBatches({ data: test, batchSize, normalise }) });

  for (const part of [optimizer, pool, positions, patchNetwork]) part.dispose();
  return metrics.accuracy!;
}
