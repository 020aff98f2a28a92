import { evaluationBatches } from 'selfie-data';
import { classification, evaluate, type Variables } from 'selfie-trainer';
import { fit, type Watch } from './fit.ts';
import { pictureClassifier } from './networks.ts';
import { normalise, type Pictures } from './pictures.ts';

/** One run. Two runs of one seed differ in nothing but where the trunk's weights come from. */
export interface Finetuning {
  readonly pictures: Pictures;
  /** The training pictures whose labels are known. */
  readonly labelled: Int32Array;
  readonly steps: number;
  readonly seed: number;
  /** The variables of the pretraining task; absent: random weights. */
  readonly pretrained?: Variables;
}

/** Trains the whole classifier on the labelled pictures, and measures its accuracy on the test pictures, in percent. */
export async function finetune(
  { pictures, labelled, steps, seed, pretrained }: Finetuning,
  watch: Watch,
): Promise<{ accuracy: number; seconds: number }> {
  const classifier = pictureClassifier(seed, pretrained);
  const objective = classification(classifier);
  try {
    const seconds = await fit(
      { objective, data: pictures.train, indices: labelled, batchSize: 32, steps, warmup: 40, weightDecay: 5e-4, seed },
      watch,
    );
    watch.signal.throwIfAborted();
    const test = evaluationBatches({ data: pictures.test, batchSize: 100, normalise });
    const { metrics, pictures: tested } = await evaluate({ objective, batches: test });
    const right = Math.round(metrics.accuracy! * tested); // a whole number again, without float32's rounding
    return { accuracy: (100 * right) / tested, seconds };
  } finally {
    classifier.dispose();
  }
}
