import { evaluationBatches, type ImageDataset } from 'selfie-data';
import { evaluate, type PatchSelection } from 'selfie-trainer';
import { fit, type Watch } from './fit.ts';
import { normalise } from './pictures.ts';

/** How pretraining went, one value a step; accuracies as fractions. */
export interface History {
  readonly loss: number[];
  readonly accuracy: number[];
}

/** Pretrains on unlabelled pictures, until all steps are done or the signal stops it. */
export async function pretrain(
  task: PatchSelection,
  data: ImageDataset,
  { steps, seed }: { steps: number; seed: number },
  { onStep, signal }: Watch,
): Promise<{ history: History; seconds: number }> {
  const history: History = { loss: [], accuracy: [] };
  const protocol = { objective: task, data, batchSize: 64, steps, warmup: 100, weightDecay: 1e-4, seed };
  const seconds = await fit(protocol, {
    signal,
    onStep: (report) => {
      history.loss.push(report.loss);
      history.accuracy.push(report.metrics.accuracy!);
      onStep(report);
    },
  });
  return { history, seconds };
}

/** The fraction of hidden patches chosen rightly, over all pictures, with one fixed split for each. */
export async function selectionAccuracy(task: PatchSelection, data: ImageDataset, seed: number): Promise<number> {
  const { metrics } = await evaluate({
    objective: task,
    batches: evaluationBatches({ data, batchSize: 100, normalise }),
    seed,
  });
  return metrics.accuracy!;
}
