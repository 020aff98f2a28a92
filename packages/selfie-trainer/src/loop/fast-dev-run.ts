import type { TrainOptions } from './train-options.ts';

/**
 * The options of a run that only tries whether everything works: a few steps, of which nothing is kept, resumed or logged.
 *
 * `onStep` is dropped, too, since a log that it is given would lose the lines that it has of these steps.
 */
export function fastDevRun(options: TrainOptions, steps = 1): TrainOptions {
  return { ...options, steps, checkpoints: undefined, onStep: undefined };
}
