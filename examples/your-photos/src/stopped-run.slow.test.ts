import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { breakOff, scratch, start, writePhotos } from './start.testing.ts';

const { folder } = scratch();
const photos = folder();
await writePhotos(photos, 40);
breakOff(join(photos, 'trips', '001.jpg'));

const options = (out: string, workers: number) => [
  ...['--photos', photos, '--out', out, '--workers', String(workers)],
  ...['--size', '16', '--steps', '230', '--batch-size', '8'],
];

/** How many steps of a run are in its log. */
const stepsIn = (out: string): number => {
  const file = join(out, 'steps.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
};

/** Starts a run, and sends it a signal once so many steps are done. */
function interrupted(out: string, workers: number, { name, steps }: { name: NodeJS.Signals; steps: number }) {
  let looking: NodeJS.Timeout | undefined;
  const look = (child: ChildProcess) => () => {
    if (stepsIn(out) < steps) return;
    clearInterval(looking);
    child.kill(name);
  };
  return start(options(out, workers), (child) => {
    looking ??= setInterval(look(child), 5);
  }).finally(() => clearInterval(looking));
}

test('stopped and killed, and gone on with, a run has the same weights and the same log', {
  timeout: 600_000,
}, async () => {
  const [straight, out] = [folder(), folder()];
  expect((await start(options(straight, 1))).code).toBe(0);

  const stopped = await interrupted(out, 1, { name: 'SIGINT', steps: 17 });
  expect(stopped.output).toMatch(/\nStopped\. The same command goes on from here\.\n$/);
  expect(stopped.code).toBe(130);
  expect(readdirSync(out).filter((name) => name.endsWith('.safetensors'))).toEqual([
    expect.stringMatching(/^step-000000\d\d\.safetensors$/),
  ]);
  expect((await interrupted(out, 3, { name: 'SIGKILL', steps: 110 })).code).toBe(null);
  expect((await interrupted(out, 0, { name: 'SIGTERM', steps: 130 })).code).toBe(130);
  expect((await start(options(out, 3))).code).toBe(0);

  const file = (run: string, name: string) => readFileSync(join(run, name));
  expect(file(out, 'weights.safetensors').equals(file(straight, 'weights.safetensors'))).toBe(true);
  const losses = (run: string) =>
    file(run, 'steps.jsonl')
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).loss);
  expect(losses(out)).toEqual(losses(straight));
  expect(file(out, 'broken.txt')).toEqual(file(straight, 'broken.txt'));
});
