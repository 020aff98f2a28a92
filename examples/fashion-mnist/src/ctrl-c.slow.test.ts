import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadTensors } from 'selfie-trainer/node';
import { describe, expect, test } from 'vitest';
import { scratch, start } from './start.testing.ts';

const { data, folder } = scratch();

describe('Ctrl-C', () => {
  test.each([
    [
      'in pretraining',
      ['--steps', '100000'],
      /Stopped\. The weights after (\d+) of 100000 pretraining steps are in .*\n$/,
    ],
    [
      'in finetuning',
      ['--steps', '3', '--finetune-steps', '100000'],
      /Stopped\. The weights after (3) of 3 pretraining steps are in .*\n$/,
    ],
  ])('%s keeps the pretrained weights and says so', async (_, options, sentence) => {
    const out = folder();
    const phase = options.length > 2 ? /finetuning/ : /pretraining /;
    let sent = false;
    const { code, output } = await start(
      ['--data', data, '--labels', '20', '--out', out, ...options],
      (child, soFar) => {
        if (sent || !phase.test(soFar)) return;
        sent = true;
        setTimeout(() => child.kill('SIGINT'), 500);
      },
    );
    expect(output).toMatch(sentence);
    expect(code).toBe(130);
    expect(readdirSync(out)).toEqual(['pretrained.safetensors']);
    const { metadata } = await loadTensors(join(out, 'pretrained.safetensors'));
    expect(metadata.steps).toBe(sentence.exec(output)![1]);
  });
});
