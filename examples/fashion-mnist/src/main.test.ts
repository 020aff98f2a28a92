import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTensors } from 'selfie-trainer/node';
import { describe, expect, test } from 'vitest';
import { rewrite, scratch, start } from './start.testing.ts';

const { data, folder } = scratch();

describe.concurrent('bad input gets a sentence, exit code 1, and nothing is written', () => {
  const broken = (change: (folder: string) => void) => {
    const copy = folder();
    cpSync(data, copy, { recursive: true });
    change(copy);
    return ['--data', copy];
  };
  const images = 'train-images-idx3-ubyte.gz';
  const labels = 'train-labels-idx1-ubyte.gz';

  test.each<[string, () => string[], RegExp]>([
    [
      'a missing file',
      () => broken((copy) => rmSync(join(copy, images))),
      /^error: .*train-images-idx3-ubyte\.gz: expected an IDX file, found no such file; check the path$/,
    ],
    [
      'a truncated file',
      () => broken((copy) => rewrite(copy, images, (idx) => idx.subarray(0, -1))),
      /^error: .*train-images-idx3-ubyte\.gz: expected 156800 values .* found only 156799; .*$/,
    ],
    [
      'a file cut in its gzip stream',
      () => broken((copy) => writeFileSync(join(copy, images), readFileSync(join(copy, images)).subarray(0, 9_000))),
      /^error: .*train-images-idx3-ubyte\.gz: .*$/,
    ],
    [
      'more pictures than labels',
      () =>
        broken((copy) =>
          rewrite(copy, labels, (idx) => {
            idx.writeUInt32BE(199, 4);
            return idx.subarray(0, -1);
          }),
        ),
      /^error: .*train-labels-idx1-ubyte\.gz: expected 200 labels, .* found 199; .*$/,
    ],
    [
      'more labels than there are',
      () => ['--data', data, '--labels', '20,201'],
      /^error: --labels 201 of .*data: count must be at most \d+ .* got 201; ask for fewer$/,
    ],
    [
      'an unknown head',
      () => ['--head', 'tail'],
      /^error: .*'tail' is invalid\. Allowed choices are literal, query\.$/,
    ],
    [
      'an unknown backend',
      () => ['--data', data, '--labels', '20', '--backend', 'abacus'],
      /^error: there is no backend named abacus: .*$/,
    ],
  ])('%s', async (_, options, sentence) => {
    const out = folder();
    const { code, output } = await start(['--out', out, ...options()]);
    expect(output.trim()).toMatch(sentence);
    expect(code).toBe(1);
    expect(existsSync(out)).toBe(false);
  });
});

const small = ['--data', data, '--steps', '3', '--labels', '20,30', '--seeds', '2', '--finetune-steps', '2'];

describe('a small run', () => {
  const [first, second] = [folder(), folder()];

  test('writes weights, results and report', async () => {
    const { code, output } = await start(['--out', first, ...small]);
    expect([code, output]).toEqual([0, expect.stringContaining('backend          selfie-wasm')]);
    expect(output).toMatch(/labels +supervised +Selfie +Δ +Δ by seed\n20 .*\n30 .*\n/);
    expect(readdirSync(first).sort()).toEqual(['pretrained.safetensors', 'report.html', 'results.json']);

    const results = JSON.parse(readFileSync(join(first, 'results.json'), 'utf8'));
    const runs = { mean: expect.any(Number), std: expect.any(Number), runs: [expect.any(Number), expect.any(Number)] };
    expect(results).toEqual({
      backend: 'selfie-wasm',
      seconds: expect.any(Number),
      patchSelection: { accuracy: expect.any(Number), chance: 0.125 },
      rows: [20, 30].map((labels) => ({ labels, supervised: runs, selfie: runs, delta: expect.any(Number) })),
    });
    const { tensors, metadata } = await loadTensors(join(first, 'pretrained.safetensors'));
    expect(tensors['patchNetwork/stem/conv/kernel']!.shape).toEqual([3, 3, 1, 16]);
    expect(metadata).toEqual({ head: 'literal', steps: '3' });
    expect(readFileSync(join(first, 'report.html'), 'utf8')).toContain('Gain with 30 labels');
  });

  test('gives the same again', async () => {
    expect((await start(['--out', second, ...small])).code).toBe(0);
    const file = (out: string, name: string) => readFileSync(join(out, name));
    expect(file(second, 'pretrained.safetensors').equals(file(first, 'pretrained.safetensors'))).toBe(true);
    const rows = (out: string) => JSON.parse(file(out, 'results.json').toString()).rows;
    expect(rows(second)).toEqual(rows(first));
  });
});
