import { describeBackend } from './describe-backend.ts';
import type { TrainOptions } from './train-options.ts';

/** What a checkpoint says of its run, beside its tensors: words, or JSON. */
export type RunSettings = Readonly<Record<string, string>>;

/** The settings that decide a run's result, as a checkpoint's metadata have them. */
export function runSettings({ seed, batchSize, steps, gradients = {}, checkpoints }: TrainOptions): RunSettings {
  const { accumulate = 1, clipNorm = 'none' } = gradients;
  return {
    seed: String(seed),
    batchSize: String(batchSize),
    steps: String(steps),
    accumulate: String(accumulate),
    clipNorm: String(clipNorm),
    options: JSON.stringify(checkpoints?.options ?? {}),
    backend: describeBackend(),
  };
}

/** What differs between the settings of a checkpoint and those of a run, as `seed (expected 1, got 2)`; not the backend. */
export function differences(expected: RunSettings, got: RunSettings): string[] {
  const [before, now] = [flat(expected), flat(got)];
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((name) => before[name] !== now[name])
    .map((name) => `${name} (expected ${before[name] ?? 'nothing'}, got ${now[name] ?? 'nothing'})`);
}

/** The settings that are compared, each of the user's options by itself and whatever the order of properties. */
function flat({
  seed,
  batchSize,
  steps,
  accumulate,
  clipNorm,
  options,
}: RunSettings): Record<string, string | undefined> {
  const own = Object.entries(parsed(options)).map(([name, value]) => [`options.${name}`, canonical(value)]);
  return { seed, batchSize, steps, accumulate, clipNorm, ...Object.fromEntries(own) };
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
