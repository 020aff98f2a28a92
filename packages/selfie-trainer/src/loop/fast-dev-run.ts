import type { TrainOptions } from './train-options.ts';

/** The options of a run that only tries whether everything works: a few steps, and nothing is kept or resumed. */
export function fastDevRun(options: TrainOptions, steps = 1): TrainOptions {
  return { ...options, steps, checkpoints: undefined };
}
