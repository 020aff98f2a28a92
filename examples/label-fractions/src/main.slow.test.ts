import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { names } from './arms.ts';
import { kinds } from './plan.ts';
import type { Results } from './results.ts';
import { scratch, start } from './start.testing.ts';

const { data, folder } = scratch();

/** Tuning and final runs of all arms, and of two at more labels. */
const runs = (Object.keys(names).length + 2) * (4 + 2);
const quick = (out: string) => ['--quick', '--data', data, '--out', out];

/** What a run found, without how long it took. */
function found(out: string): unknown {
  const text = readFileSync(join(out, 'report/fashion-mnist/results.json'), 'utf8');
  const { rows, pretrainings }: Results = JSON.parse(text);
  return { rows, accuracies: pretrainings.map(({ kind, accuracy }) => [kind.name, accuracy]) };
}

const recordsIn = (out: string): number => {
  const file = join(out, 'records.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
};

describe('a quick run', () => {
  const straight = folder();

  test('writes records, weights, logs and the report', async () => {
    const { code, output } = await start(quick(straight));
    expect([code, output]).toEqual([
      0,
      expect.stringContaining(`Report: ${join(straight, 'report/fashion-mnist.md')}`),
    ]);
    expect(recordsIn(straight)).toBe(runs);
    for (const { name } of kinds) {
      const files = readdirSync(join(straight, 'pretraining', name));
      expect(files).toEqual(
        expect.arrayContaining(['weights.safetensors', 'steps.jsonl', 'step-00000012.safetensors']),
      );
      const steps = readFileSync(join(straight, 'pretraining', name, 'steps.jsonl'), 'utf8')
        .trimEnd()
        .split('\n');
      expect(steps.map((line) => JSON.parse(line).step)).toEqual(Array.from({ length: 12 }, (_, i) => i));
    }
    expect(readdirSync(join(straight, 'report')).sort()).toEqual(['fashion-mnist', 'fashion-mnist.md']);
    expect(readdirSync(join(straight, 'report/fashion-mnist')).sort()).toEqual([
      'accuracy.svg',
      'gain.svg',
      'results.json',
    ]);
    expect(readFileSync(join(straight, 'report/fashion-mnist.md'), 'utf8')).toContain('| hybrid, P and A pretrained |');
  });

  test('done again, it finds everything there', async () => {
    const before = found(straight);
    expect((await start(quick(straight))).code).toBe(0);
    expect(recordsIn(straight)).toBe(runs);
    expect(found(straight)).toEqual(before);
  });

  test('stopped and killed again and again, and gone on with, it gives the same', { timeout: 600_000 }, async () => {
    const out = folder();
    const log = (kind: string) => existsSync(join(out, 'pretraining', kind, 'steps.jsonl'));
    const interruptions: [NodeJS.Signals, () => boolean][] = [
      ['SIGINT', () => log('query-12')],
      ['SIGKILL', () => log('query-4')],
      ['SIGKILL', () => recordsIn(out) >= 7],
      ['SIGTERM', () => recordsIn(out) >= 31],
    ];
    for (const [name, reached] of interruptions) {
      const { code, output } = await interrupted(quick(out), name, reached);
      expect(code).toBe(name === 'SIGKILL' ? null : 130);
      if (name !== 'SIGKILL') expect(output).toMatch(/Stopped\. The same command goes on from here\.\n$/);
    }
    expect(recordsIn(out)).toBeLessThan(runs);
    expect((await start(quick(out))).code).toBe(0);
    expect(recordsIn(out)).toBe(runs);
    expect(found(out)).toEqual(found(straight));
  });
});

/** Starts a run, and sends it a signal as soon as it has come so far. */
function interrupted(options: string[], name: NodeJS.Signals, reached: () => boolean) {
  let looking: NodeJS.Timeout | undefined;
  const look = (child: ChildProcess) => () => {
    if (!reached()) return;
    clearInterval(looking);
    child.kill(name);
  };
  return start(options, (child) => {
    looking ??= setInterval(look(child), 10);
  }).finally(() => clearInterval(looking));
}

test('another plan in the same folder gets a sentence, and nothing is written', async () => {
  const out = folder();
  mkdirSync(out);
  writeFileSync(join(out, 'settings.json'), '{}');
  const { code, output } = await start(quick(out));
  expect(output).toContain('settings.json is of other pictures or another plan: choose another folder with --out');
  expect(code).toBe(1);
  expect(readdirSync(out)).toEqual(['settings.json']);
});

test('bad input gets a sentence and exit code 1', async () => {
  const { code, output } = await start(['--quick', '--data', folder(), '--out', folder()]);
  expect(output.trim()).toMatch(/^error: .*train-images-idx3-ubyte\.gz: expected an IDX file, found no such file; .*$/);
  expect(code).toBe(1);
});
