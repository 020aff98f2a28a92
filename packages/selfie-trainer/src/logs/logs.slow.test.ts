import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pythonWith } from '../../../../testing/python.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { csvLog } from './csv-log.ts';
import { jsonLinesLog } from './json-lines-log.ts';
import type { Log } from './log.ts';
import { tensorBoardLog } from './tensor-board-log.ts';

const folder = temporaryFolder();
const python = pythonWith('tensorboard');

/** Runs a script that imports `module` from this folder, by its command line's argument: the path of the log. */
const script = (module: string, lines: string) => [
  '--conditions=selfie-source',
  '--import=tsx',
  '--input-type=module',
  '-e',
  `import * as m from ${JSON.stringify(new URL(module, import.meta.url).href)};\n${lines}`,
];

describe.each<[string, string, (path: string) => Log]>([
  ['jsonLinesLog', './json-lines-log.ts', jsonLinesLog],
  ['csvLog', './csv-log.ts', csvLog],
])('%s', (name, module, open) => {
  const path = join(folder, name);
  const wholeSteps = () =>
    readFileSync(path, 'utf8')
      .split('\n')
      .slice(0, -1)
      .flatMap((line) => /^(?:\{"step":)?(\d+)/.exec(line)?.[1] ?? [])
      .map(Number);

  test('a killed run has left every line that it wrote', async () => {
    for (let round = 0; round < 5; round++) {
      rmSync(path, { force: true });
      const lines = `
        const log = m.${name}(process.argv[1]);
        for (let step = 0; ; step++) {
          log.write(step, { loss: Math.random(), accuracy: Math.random() });
          process.stdout.write(step + '\\n');
        }`;
      const child = spawn(process.execPath, [...script(module, lines), path], { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = new Promise((resolve) => child.on('close', resolve));
      let said = '';
      child.stdout.on('data', (data) => {
        said += data;
        setTimeout(() => child.kill('SIGKILL'), 7 * round);
      });
      await ended;
      const acknowledged = said.lastIndexOf('\n') < 0 ? 0 : said.slice(0, said.lastIndexOf('\n')).split('\n').length;
      expect(acknowledged).toBeGreaterThan(0);
      open(path);
      const steps = wholeSteps();
      expect(steps).toEqual(Array.from({ length: steps.length }, (_, step) => step));
      expect(steps.length).toBeGreaterThanOrEqual(acknowledged);
    }
  });

  test.skipIf(process.platform === 'win32')('a full disk is a sentence, and leaves whole lines', () => {
    rmSync(path, { force: true });
    const lines = `
      const log = m.${name}(process.argv[1]);
      try {
        for (let step = 0; ; step++) log.write(step, { loss: step });
      } catch (error) {
        console.log(error.message);
      }`;
    const command = [process.execPath, ...script(module, lines), path].map(
      (word) => `'${word.replaceAll("'", "'\\''")}'`,
    );
    const { stdout } = spawnSync('bash', ['-c', `ulimit -f 1; exec ${command.join(' ')}`], { encoding: 'utf8' });
    expect(stdout).toBe(`${path} could not be written: EFBIG: file too large, write; make room\n`);
    expect(statSync(path).size).toBeLessThanOrEqual(1024);
    const steps = wholeSteps();
    expect(steps.length).toBeGreaterThan(9);
    open(path).write(steps.length, { loss: 0 });
    expect(wholeSteps()).toEqual(Array.from({ length: steps.length + 1 }, (_, step) => step));
  });
});

test.skipIf(!python)('TensorBoard reads a run that was killed within a record and went on from an earlier step', () => {
  const runs = join(folder, 'runs');
  const first = tensorBoardLog(runs);
  for (let step = 0; step < 10; step++) first.write(step, { loss: 1 / (step + 1), old: step });
  const [file] = readdirSync(runs);
  truncateSync(join(runs, file!), statSync(join(runs, file!)).size - 7);
  const second = tensorBoardLog(runs);
  for (let step = 6; step < 12; step++)
    second.write(step, { loss: -step, 'probe/knn': step === 8 ? 0.25 : Number.NaN });

  const program = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
events = EventAccumulator(sys.argv[1]).Reload()
print(json.dumps({tag: [[e.step, e.value] for e in events.Scalars(tag)] for tag in events.Tags()['scalars']}))`;
  const { stdout, stderr } = spawnSync(python!, ['-c', program, runs], { encoding: 'utf8' });
  expect(stdout, stderr).not.toBe('');
  const scalars = JSON.parse(stdout.replaceAll('NaN', '"NaN"')) as Record<string, [number, number | 'NaN'][]>;
  const steps = Array.from({ length: 12 }, (_, step) => step);
  expect(scalars).toEqual({
    loss: steps.map((step) => [step, step < 6 ? Math.fround(1 / (step + 1)) : -step]),
    old: steps.slice(0, 6).map((step) => [step, step]),
    'probe/knn': steps.slice(6).map((step) => [step, step === 8 ? 0.25 : 'NaN']),
  });
});
