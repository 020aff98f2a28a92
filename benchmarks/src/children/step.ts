import { parse } from '../measured/parse.ts';
import { report } from '../measured/report.ts';
import type { TaskName } from '../measured/tasks.ts';
import { type StepTimes, trainingSteps } from '../measured/training-steps.ts';
import { type Backend, useBackend } from '../measured/use-backend.ts';

/** What training steps cost. */
export interface StepResult extends StepTimes {
  readonly vectorBits: 128 | 256;
  /** Most memory that the process ever had, in bytes. */
  readonly maxRss: number;
}

const options = parse('task', 'backend', 'batch', 'warm-up', 'steps');
const [batch, warmUp, steps] = [options.batch, options['warm-up'], options.steps].map(Number) as [
  number,
  number,
  number,
];
const { vectorBits } = await useBackend(options.backend as Backend);
const times = await trainingSteps({ task: options.task as TaskName, batch, warmUp, steps });
report<StepResult>({ vectorBits, ...times, maxRss: process.resourceUsage().maxRSS * 1024 });
