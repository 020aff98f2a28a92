import type { Objective, Optimizer, Variables } from '../interfaces.ts';
import type { MovingAverage } from '../optimizers/moving-average.ts';
import { prefixed } from '../variables/prefixed.ts';

/** What a run changes. */
export interface RunParts {
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  readonly average?: MovingAverage;
}

/** All that the steps to come depend on: `variables/<path>`, `optimizer/<slot>`, `average/<path>`. */
export function runState({ objective, optimizer, average }: RunParts): Variables {
  return prefixed({
    variables: objective,
    optimizer: { variables: optimizer.slots },
    average: average && { variables: average.slots },
  });
}
