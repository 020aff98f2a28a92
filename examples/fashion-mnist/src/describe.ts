import { relative } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { Options } from './options.ts';
import type { Pictures } from './pictures.ts';

/** A path as one would write it here: from the current folder on, if it lies below. */
function here(path: string): string {
  const below = relative('.', path);
  return below.startsWith('..') ? path : below || '.';
}

/** How many threads the current backend computes on, where it can be asked. */
function threads(backend: string): string {
  if (backend === 'cpu') return '1';
  const current = tf.backend() as { describe?(): { threads: number } };
  return current.describe ? String(current.describe().threads) : 'as many as it likes';
}

/** The resolved options by name, in the order in which they are to be read. */
export const describe = (options: Options, { train, test }: Pictures, backend: string): Record<string, string> => ({
  data: here(options.data),
  pictures: `${train.length} to learn from, ${test.length} to test on`,
  head: options.head,
  steps: String(options.steps),
  labels: options.labels.join(', '),
  seeds: String(options.seeds),
  'finetune steps': String(options.finetuneSteps),
  backend,
  threads: threads(backend),
  node: process.version,
  out: here(options.out),
});

/** The command that does the same again. */
export const reproduce = (options: Options, backend: string): string =>
  [
    'npm start --',
    `--head ${options.head} --steps ${options.steps} --labels ${options.labels.join(',')} --seeds ${options.seeds}`,
    `--finetune-steps ${options.finetuneSteps} --backend ${backend} --data ${JSON.stringify(here(options.data))}`,
  ].join(' ');
