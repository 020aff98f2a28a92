import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pretrainingTask } from 'example-fashion-mnist/src/networks.ts';
import { augment, normalise, type Pictures } from 'example-fashion-mnist/src/pictures.ts';
import { batches } from 'selfie-data';
import { evaluate, type StepReport, sgd, type TensorData, train, warmupCosine } from 'selfie-trainer';
import { checkpointFolder, jsonLinesLog, loadTensors, saveVariables, stepLog } from 'selfie-trainer/node';
import { testBatches, unlabelledPictures } from './data.ts';
import type { Plan, PretrainingKind } from './plan.ts';

/** What came of a pretraining. */
export interface Pretrained {
  readonly kind: PretrainingKind;
  /** Of the task's variables, by path. */
  readonly weights: Readonly<Record<string, TensorData>>;
  /** The fraction of hidden patches of the test pictures that are chosen rightly, each picture with one fixed split. */
  readonly accuracy: number;
  /** Time of its training steps. */
  readonly seconds: number;
  /** How many pictures it saw. */
  readonly pictures: number;
}

/** Of weights, masks and batches, and of the fixed splits in evaluation; finetuning runs count theirs from 1. */
const seed = 0;

/**
 * Pretrains, or goes on with it, in a folder of its own: checkpoints, the log of all steps, and in the end the weights.
 *
 * @throws the signal's reason, after the current step.
 */
export async function pretrain(
  kind: PretrainingKind,
  pictures: Pictures,
  { pretraining, testPictures }: Plan,
  { folder, signal, onStep }: { folder: string; signal: AbortSignal; onStep: (report: StepReport) => void },
): Promise<Pretrained> {
  const { steps, batchSize, learningRate, warmup, weightDecay, checkpointEvery } = pretraining;
  const indices = unlabelledPictures(pictures, kind.share);
  const options = {
    ...kind,
    pictures: indices.length,
    steps,
    batchSize,
    learningRate,
    warmup,
    weightDecay,
    ...augment,
  };
  const file = join(folder, 'weights.safetensors');
  const done = await finished(file, options);
  if (done) return { kind, pictures: indices.length, ...done };

  const task = pretrainingTask(kind.head, seed, kind.hidden);
  const optimizer = sgd({ variables: task.variables, weightDecay });
  const writeStep = stepLog(jsonLinesLog(join(folder, 'steps.jsonl')));
  try {
    const { stopped } = await train({
      objective: task,
      optimizer,
      learningRate: warmupCosine({ peak: learningRate, warmup, steps }),
      batches: batches({ data: pictures.train, indices, batchSize, seed, augment, normalise }),
      ...{ steps, batchSize, seed, signal },
      checkpoints: { store: checkpointFolder({ folder, keep: 2 }), every: checkpointEvery, options },
      onStep: async (report) => {
        await writeStep(report);
        onStep(report);
      },
    });
    if (stopped) signal.throwIfAborted();
    const { metrics } = await evaluate({ objective: task, batches: testBatches(pictures, testPictures), seed });
    const accuracy = metrics.accuracy!;
    const seconds = (await picturesPerSecond(folder)).reduce((sum, rate) => sum + batchSize / rate, 0);
    const metadata = { options: JSON.stringify(options), accuracy: String(accuracy), seconds: String(seconds) };
    await saveVariables(file, task.variables, metadata);
  } finally {
    optimizer.dispose();
    task.dispose();
  }
  return { kind, pictures: indices.length, ...(await finished(file, options))! };
}

/** What a file of weights holds, if there is one; it must be of the same options. */
async function finished(file: string, options: object): Promise<Omit<Pretrained, 'kind' | 'pictures'> | undefined> {
  const { tensors, metadata } = await loadTensors(file).catch((error) => {
    if (error.cause?.code === 'ENOENT') return { tensors: {}, metadata: {} as Record<string, string> };
    throw error;
  });
  if (!metadata.options) return undefined;
  if (metadata.options !== JSON.stringify(options)) {
    throw new Error(`${file} is of another pretraining, ${metadata.options}: choose another folder with --out`);
  }
  return { weights: tensors, accuracy: Number(metadata.accuracy), seconds: Number(metadata.seconds) };
}

/** Of every step, as the log has it. */
async function picturesPerSecond(folder: string): Promise<number[]> {
  const lines = (await readFile(join(folder, 'steps.jsonl'), 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line).picturesPerSecond);
}
