import { sparedFromDecay } from './spared-from-decay.ts';

/** What an optimizer does differently with the variables whose path matches. */
export interface ParameterGroup {
  readonly match: (path: string) => boolean;
  /** Multiplies the learning rate; at least 0. @default 1 */
  readonly rate?: number;
  /** Replaces the optimizer's weight decay; at least 0. @default the optimizer's */
  readonly weightDecay?: number;
}

/** Norms, biases, u0 and position tables have no weight decay: the group of every optimizer that is given none. */
export const withoutDecay: ParameterGroup = { match: sparedFromDecay, weightDecay: 0 };

/** The rate and the decay of one variable. */
export interface Settings {
  readonly rate: number;
  readonly weightDecay: number;
}

/**
 * What groups and an optimizer's weight decay come to for a path: each group that matches has its say, and a later one
 * overrides what earlier ones said.
 *
 * @throws if a rate or a decay is below 0 or not finite.
 */
export function groupSettings(groups: readonly ParameterGroup[], weightDecay: number): (path: string) => Settings {
  groups.forEach((group, i) => {
    for (const key of ['rate', 'weightDecay'] as const) {
      const value = group[key];
      if (value !== undefined && !(value >= 0 && Number.isFinite(value))) {
        throw new Error(`groups[${i}].${key} is a number of at least 0: got ${value}`);
      }
    }
  });
  return (path) => {
    let settings: Settings = { rate: 1, weightDecay };
    for (const { match, rate = settings.rate, weightDecay = settings.weightDecay } of groups) {
      if (match(path)) settings = { rate, weightDecay };
    }
    return settings;
  };
}
