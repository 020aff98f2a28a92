import { type AttentionPoolOptions, attentionPool } from 'selfie-attention-pool';
import { contrastiveLoss } from 'selfie-contrastive-loss';
import { batches, channelStatistics, evaluationBatches, type LabelledImageDataset } from 'selfie-data';
import { imagePatches, learnedPositions } from 'selfie-patches';
import { patchNetwork } from 'selfie-resnet';
import {
  classification,
  evaluate,
  hybridClassifier,
  type Objective,
  patchSelection,
  type StepReport,
  sgd,
  train,
  warmupCosine,
} from 'selfie-trainer';

/** The hybrid's size, and how long it learns. */
export interface HybridOptions {
  readonly train: LabelledImageDataset;
  readonly test: LabelledImageDataset;
  /** The training pictures whose labels are known. */
  readonly labelled: Int32Array;
  /** Side of a patch, in pixels. @default 8 */
  readonly patchSize?: number;
  /** The patch network. @default ResNet-36, the first three stages of ResNet-50, a quarter as wide: 256 features */
  readonly network?: { readonly depths: readonly number[]; readonly width: number };
  /** The attention pooling. @default the paper's 3 blocks, a quarter as wide, and pre-LN, which learns faster when small */
  readonly attention?: Pick<AttentionPoolOptions, 'blocks' | 'heads' | 'feedForward' | 'dropout' | 'norm'>;
  /** Steps of pretraining and of finetuning, 32 pictures each. @default 200 and 300 */
  readonly steps?: { readonly pretraining: number; readonly finetuning: number };
  readonly onStep?: (phase: 'pretraining' | 'finetuning', report: StepReport) => void;
}

/** The largest learning rate of a phase. */
const peaks = { pretraining: 0.05, finetuning: 0.03 };

/**
 * Pretrains patch network and attention pooling by patch selection, puts a linear layer on top of both (Selfie, section
 * 4.2), finetunes all three on the labelled pictures, and gives the accuracy on the test pictures as a fraction.
 */
export async function hybrid({
  train: data,
  test,
  labelled,
  patchSize = 8,
  network: { depths, width } = { depths: [3, 4, 6], width: 16 },
  attention = { blocks: 3, heads: 8, feedForward: 160, norm: 'pre' },
  steps = { pretraining: 200, finetuning: 300 },
  onStep,
}: HybridOptions): Promise<number> {
  const [height, imageWidth, channels] = data.shape;
  const normalise = channelStatistics(data);
  const batchSize = 32;
  const seed = 0;

  const patches = imagePatches({ imageSize: [height, imageWidth], patchSize });
  const trunk = patchNetwork({ depths, width, channels });
  const size = trunk.outputSize;
  const positions = learnedPositions({ count: patches.count, size });
  const pool = attentionPool({ size, ...attention, positions });

  const learn = async (phase: 'pretraining' | 'finetuning', objective: Objective, indices?: Int32Array) => {
    const optimizer = sgd({ variables: objective.variables });
    await train({
      objective,
      optimizer,
      learningRate: warmupCosine({ peak: peaks[phase], warmup: Math.floor(steps[phase] / 5), steps: steps[phase] }),
      batches: batches({ data, indices, batchSize, seed, augment: { shift: 1, flip: 'horizontal' }, normalise }),
      steps: steps[phase],
      batchSize,
      seed,
      onStep: (report) => onStep?.(phase, report),
    });
    optimizer.dispose();
  };

  const loss = contrastiveLoss({ scale: 'sqrt' });
  await learn('pretraining', patchSelection({ patches, patchNetwork: trunk, pool, positions, loss }));

  const classifier = hybridClassifier({ patches, patchNetwork: trunk, pool, positions, classes: data.classes });
  const objective = classification(classifier);
  await learn('finetuning', objective, labelled);
  const { metrics } = await evaluate({ objective, batches: evaluationBatches({ data: test, batchSize, normalise }) });

  for (const part of [classifier, pool, positions, trunk]) part.dispose();
  return metrics.accuracy!;
}
