import { describeBackend } from './describe-backend.ts';
import type { TrainOptions } from './train-options.ts';

/** What a checkpoint says of its run, beside its tensors: words, or JSON. */
export type RunSettings = Readonly<Record<string, string>>;

/** The settings that decide a run's result, as a checkpoint's metadata have them. */
export function runSettings(options: TrainOptions): RunSettings {
  const { seed, batchSize, steps, optimizer, average, gradients = {}, nonFinite = 'stop', checkpoints } = options;
  const { accumulate = 1, clipNorm = 'none', communicator: { size } = { size: 1 } } = gradients;
  return {
    seed: String(seed),
    batchSize: String(batchSize),
    steps: String(steps),
    accumulate: String(accumulate),
    clipNorm: String(clipNorm),
    ranks: String(size),
    nonFinite,
    ...(optimizer.describe && { optimizer: JSON.stringify(optimizer.describe()) }),
    ...(average?.describe && { average: JSON.stringify(average.describe()) }),
    options: JSON.stringify(checkpoints?.options ?? {}),
    backend: describeBackend(),
  };
}

/**
 * What differs between the settings of a checkpoint and those of a run, as `seed (expected 1, got 2)`.
 *
 * Not the backend, nor `nonFinite`: a run that stopped at a bad step may go on by skipping it, as if it always had. An
 * optimizer or average that either does not describe is not compared.
 */
export function differences(expected: RunSettings, got: RunSettings): string[] {
  const described = parts.filter((part) => expected[part] !== undefined && got[part] !== undefined);
  const [before, now] = [flat(expected, described), flat(got, described)];
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((name) => before[name] !== now[name])
    .map((name) => `${name} (expected ${before[name] ?? 'nothing'}, got ${now[name] ?? 'nothing'})`);
}

/** Parts of a run that may describe themselves, as JSON. */
const parts = ['optimizer', 'average'];

/** The settings that are compared, each member of JSON by itself and whatever the order of properties. */
function flat(settings: RunSettings, described: readonly string[]): Record<string, string | undefined> {
  const { seed, batchSize, steps, accumulate, clipNorm, ranks = '1' } = settings;
  const members = [...described, 'options'].flatMap((part) =>
    Object.entries(parsed(settings[part])).map(([name, value]) => [`${part}.${name}`, canonical(value)]),
  );
  return { seed, batchSize, steps, accumulate, clipNorm, ranks, ...Object.fromEntries(members) };
}

/** The record that JSON stands for; of what is none, nothing. */
function parsed(json = '{}'): object {
  try {
    return Object(JSON.parse(json));
  } catch {
    return {};
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
