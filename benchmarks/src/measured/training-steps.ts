import { batches } from 'selfie-data';
import { sgd, train } from 'selfie-trainer';
import { noise } from './noise.ts';
import { type TaskName, tasks } from './tasks.ts';

/** What a step is taken of, and how often before it is measured and then. */
export interface StepOptions {
  readonly task: TaskName;
  /** Pictures of a step. */
  readonly batch: number;
  readonly warmUp: number;
  readonly steps: number;
}

/** What training steps take. */
export interface StepTimes {
  /** Numbers that are trained. */
  readonly parameters: number;
  /** Of each step, the batch and the update included. */
  readonly seconds: readonly number[];
}

/** Takes training steps on the backend in use, as a user's loop takes them. */
export async function trainingSteps({ task, batch, warmUp, steps }: StepOptions): Promise<StepTimes> {
  const { objective, shape } = tasks[task]();
  const data = noise(1024, shape);
  const normalise = { mean: Array(shape[2]).fill(0.5), deviation: Array(shape[2]).fill(0.25) };
  const augment = { shift: 2, flip: 'horizontal' } as const;

  const seconds: number[] = [];
  let last = performance.now();
  await train({
    objective,
    optimizer: sgd({ variables: objective.variables }),
    learningRate: () => 0.001,
    batches: batches({ data, batchSize: batch, seed: 0, augment, normalise }),
    steps: warmUp + steps,
    batchSize: batch,
    seed: 0,
    onStep: () => {
      const now = performance.now();
      seconds.push((now - last) / 1000);
      last = now;
    },
  });

  const trained = Object.values(objective.variables).filter(({ trainable }) => trainable);
  return {
    parameters: trained.reduce((sum, { size }) => sum + size, 0),
    seconds: seconds.slice(warmUp),
  };
}
