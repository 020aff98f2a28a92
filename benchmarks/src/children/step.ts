import { batches } from 'selfie-data';
import { sgd, train } from 'selfie-trainer';
import { noise } from '../measured/noise.ts';
import { parse } from '../measured/parse.ts';
import { report } from '../measured/report.ts';
import { type TaskName, tasks } from '../measured/tasks.ts';
import { type Backend, useBackend } from '../measured/use-backend.ts';

/** What training steps cost. */
export interface StepResult {
  readonly vectorBits: 128 | 256;
  /** Numbers that are trained. */
  readonly parameters: number;
  /** Of each step, the batch and the update included. */
  readonly seconds: readonly number[];
  /** Most memory that the process ever had, in bytes. */
  readonly maxRss: number;
}

const options = parse('task', 'backend', 'batch', 'warm-up', 'steps');
const [batchSize, warmUp, steps] = [options.batch, options['warm-up'], options.steps].map(Number) as [
  number,
  number,
  number,
];
const { vectorBits } = await useBackend(options.backend as Backend);
const { objective, shape } = tasks[options.task as TaskName]();
const data = noise(1024, shape);
const normalise = { mean: Array(shape[2]).fill(0.5), deviation: Array(shape[2]).fill(0.25) };
const augment = { shift: 2, flip: 'horizontal' } as const;

const seconds: number[] = [];
let last = performance.now();
await train({
  objective,
  optimizer: sgd({ variables: objective.variables }),
  learningRate: () => 0.001,
  batches: batches({ data, batchSize, seed: 0, augment, normalise }),
  steps: warmUp + steps,
  batchSize,
  seed: 0,
  onStep: () => {
    const now = performance.now();
    seconds.push((now - last) / 1000);
    last = now;
  },
});

const trained = Object.values(objective.variables).filter(({ trainable }) => trainable);
report<StepResult>({
  vectorBits,
  parameters: trained.reduce((sum, { size }) => sum + size, 0),
  seconds: seconds.slice(warmUp),
  maxRss: process.resourceUsage().maxRSS * 1024,
});
