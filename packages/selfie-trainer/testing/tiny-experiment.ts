import * as tf from '@tensorflow/tfjs-core';
import { batches, classBalancedSubset, evaluationBatches, type LabelledImageDataset } from 'selfie-data';
import type { Arm, Classifier, ExperimentData } from '../src/index.ts';
import { linear } from '../src/networks/linear.ts';
import { numbers } from './tiny-parts.ts';

const classes = 3;

/** Pictures of 1×3 noisy pixels of which the one of the picture's class is brighter. */
function pictures(length: number, seed: number): LabelledImageDataset {
  const noise = numbers(3 * length, seed);
  const labels = Uint8Array.from({ length }, (_, i) => i % classes);
  const images = Uint8Array.from({ length: 3 * length }, (_, i) => {
    const bright = i % 3 === labels[Math.floor(i / 3)]! ? 50 : 0;
    return 100 + bright + Math.round(60 * noise[i]!);
  });
  return { length, shape: [1, 3, 1], images, labels, classes };
}

/** 60 pictures to label and 30 to test on; `seen` collects what was asked for. */
export function tinyData(): ExperimentData & { seen: { indices: number[]; seed: number }[]; tested: number } {
  const [train, test] = [pictures(60, 1), pictures(30, 2)];
  const normalise = { mean: [0.45], deviation: [0.2] };
  const data = {
    seen: [] as { indices: number[]; seed: number }[],
    tested: 0,
    labels: train.labels,
    classes,
    subset: classBalancedSubset,
    training({ indices, batchSize, seed }: { indices: Int32Array; batchSize: number; seed: number }) {
      data.seen.push({ indices: [...indices], seed });
      return batches({ data: train, indices, batchSize, seed, normalise });
    },
    evaluation: (indices: Int32Array) => evaluationBatches({ data: train, indices, batchSize: 7, normalise }),
    test() {
      data.tested++;
      return evaluationBatches({ data: test, batchSize: 7, normalise });
    },
  };
  return data;
}

/** A linear classifier of the three pixels, its fresh weights times a factor; `made` collects the seeds. */
export function linearArm(name: string, factor = 1): Arm & { made: number[] } {
  const made: number[] = [];
  return {
    name,
    made,
    classifier(seed): Classifier {
      made.push(seed);
      const layer = linear({ inputs: 3, outputs: classes, seed, path: 'classifier' });
      tf.tidy(() => layer.variables.kernel!.assign(tf.mul(factor, layer.variables.kernel!)));
      return { ...layer, apply: (images) => layer.apply(tf.reshape(images, [-1, 3]) as tf.Tensor2D) };
    },
  };
}
