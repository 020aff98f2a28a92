import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { patchNetwork, resnetClassifier } from 'selfie-resnet';
import { assignVariables } from 'selfie-trainer';
import { loadTensors } from 'selfie-trainer/node';
import { describe, expect, test } from 'vitest';
import { breakOff, scratch, start, writePhotos } from './start.testing.ts';

const { folder } = scratch();
const [photos, few] = [folder(), folder()];
await writePhotos(photos, 40);
await writePhotos(few, 3);
const broken = join(photos, 'trips', '001.jpg');
breakOff(broken);

const small = ['--photos', photos, '--size', '16', '--steps', '20', '--batch-size', '8', '--workers', '1'];

describe.concurrent('bad input gets a sentence, exit code 1, and nothing is written', () => {
  test.each<[string, string[], string]>([
    [
      'no such folder',
      ['--photos', join(photos, 'none')],
      `error: ${join(photos, 'none')}: expected a folder that can be read, found none; check the path`,
    ],
    [
      'few pictures',
      ['--photos', few],
      `error: ${few}: expected at least 20 pictures, found 3; give a folder with more`,
    ],
    ['an unknown backend', ['--photos', photos, '--backend', 'abacus'], 'error: there is no backend named abacus: '],
  ])('%s', async (_, options, sentence) => {
    const out = folder();
    const { code, output } = await start(['--out', out, ...options]);
    expect(output.trim().slice(0, sentence.length)).toBe(sentence);
    expect(code).toBe(1);
    expect(existsSync(out)).toBe(false);
  });
});

test.each([
  [['--strict'], `error: ${broken}: expected a whole JPEG, which could not be decoded; `],
  [['--max-bad', '0'], 'error: 1 of 36 pictures are broken, more than maxBad 0 allows: '],
])('%o ends at a broken picture', async (options, sentence) => {
  const { code, output } = await start([...small, '--out', folder(), ...options]);
  expect(output).toContain(`\n${sentence}`);
  expect(code).toBe(1);
});

describe('a small run', () => {
  const out = folder();
  let first = '';

  test('writes weights, report, log, statistics, and what is broken', async () => {
    const { code, output } = await start([...small, '--out', out]);
    expect([code, output]).toEqual([0, expect.stringContaining('pictures       36 to learn from, 4 held out')]);
    expect(output).toMatch(/20\/20 steps .* pictures\/s · loss \d\.\d{3} · \d+\.\d % right · \d+\.\d % waiting\n/);
    expect(output).toMatch(/Patch selection on pictures held out: \d+\.\d % right, by chance 12\.5 %\n/);
    expect(output).toMatch(/Their features: effective rank \d\.\d of 64, deviation of unit vectors 0\.\d{3}\n/);
    expect(output).toContain(`Broken pictures, left out: 1, listed in ${join(out, 'broken.txt')}\n`);
    expect(readdirSync(out).sort()).toEqual([
      'broken.txt',
      'report.html',
      'statistics.json',
      'step-00000020.safetensors',
      'steps.jsonl',
      'weights.safetensors',
    ]);
    expect(readFileSync(join(out, 'broken.txt'), 'utf8')).toMatch(
      /^\S+trips\/001\.jpg: expected a whole JPEG, which could not be decoded; replace it or leave it out\n$/,
    );
    const steps = readFileSync(join(out, 'steps.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    for (const { waited, picturesPerSecond } of steps) expect(waited).toBeLessThan(8 / picturesPerSecond);
    const report = readFileSync(join(out, 'report.html'), 'utf8');
    for (const text of ['What it finds alike', 'data:image/jpeg;base64,', 'What it chose', 'of 8 right']) {
      expect(report).toContain(text);
    }
    first = readFileSync(join(out, 'weights.safetensors'), 'hex');
  });

  test('its weights grow into a classifier, by what the file says', async () => {
    const { tensors, metadata } = await loadTensors(join(out, 'weights.safetensors'));
    const trunk = patchNetwork(JSON.parse(metadata.architecture!));
    assignVariables(trunk.variables, tensors, { prefix: 'patchNetwork/' });
    const classifier = resnetClassifier({ trunk, depth: 1, classes: 5 });
    expect(Object.keys(classifier.variables)).toContain('stage1/block1/conv1/kernel');
    expect(JSON.parse(metadata.options!)).toMatchObject({
      size: 16,
      patch: 4,
      normalise: JSON.parse(readFileSync(join(out, 'statistics.json'), 'utf8')).statistics,
    });
    expect(Number(metadata.accuracy)).toBeGreaterThanOrEqual(0);
    classifier.dispose();
    trunk.dispose();
  });

  test('done again, it finds everything there; with other options it is refused', async () => {
    const again = await start([...small, '--out', out, '--workers', '0']);
    expect(again.code).toBe(0);
    expect(readFileSync(join(out, 'weights.safetensors'), 'hex')).toBe(first);
    const other = await start([...small, '--steps', '21', '--out', out]);
    expect(other.output).toContain(
      "error: the checkpoint of step 20 is another run's: steps (expected 20, got 21); use another folder, or the old options",
    );
    expect(other.code).toBe(1);
  });
});
