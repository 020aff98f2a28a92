import type { Variables } from '../interfaces.ts';
import { sparedFromDecay } from './spared-from-decay.ts';

/** What an optimizer does differently with the variables whose path matches. */
export interface ParameterGroup {
  readonly match: (path: string) => boolean;
  /** Multiplies the learning rate; at least 0. @default 1 */
  readonly rate?: number;
  /** Replaces the optimizer's weight decay; at least 0. @default the optimizer's, 0 where `sparedFromDecay` matches */
  readonly weightDecay?: number;
}

/** The rate and the decay of one variable. */
export interface Settings {
  readonly rate: number;
  readonly weightDecay: number;
}

/** Comes before all groups: norms, biases, u0 and position tables have no weight decay. */
const withoutDecay: ParameterGroup = { match: sparedFromDecay, weightDecay: 0 };

/**
 * What groups and an optimizer's weight decay come to for each variable, by path: each group that matches has its say, and
 * a later one overrides what earlier ones said.
 *
 * @throws if a rate or a decay is below 0 or not finite, or a group matches no variable.
 */
export function groupSettings(
  variables: Variables,
  groups: readonly ParameterGroup[],
  weightDecay: number,
): ReadonlyMap<string, Settings> {
  const paths = Object.keys(variables);
  for (const [i, group] of groups.entries()) checkGroup(`groups[${i}]`, group, paths);

  const settingsOf = (path: string): Settings => {
    let settings: Settings = { rate: 1, weightDecay };
    for (const { match, rate = settings.rate, weightDecay = settings.weightDecay } of [withoutDecay, ...groups]) {
      if (match(path)) settings = { rate, weightDecay };
    }
    return settings;
  };
  return new Map(paths.map((path) => [path, settingsOf(path)]));
}

function checkGroup(name: string, group: ParameterGroup, paths: readonly string[]): void {
  for (const key of ['rate', 'weightDecay'] as const) {
    const value = group[key];
    if (value !== undefined && !(value >= 0 && Number.isFinite(value))) {
      throw new Error(`${name}.${key} is a number of at least 0: got ${value}`);
    }
  }
  if (!paths.some(group.match)) {
    throw new Error(`${name} matches none of the ${paths.length} variables; their paths are of the form ${paths[0]}`);
  }
}
