import type { StepOptions } from './training-steps.ts';

/** What is measured of the small network, in Node and in a browser. */
export const smallStep: StepOptions = { task: 'small-pretraining', batch: 64, warmUp: 20, steps: 40 };
