import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { chromiumPath, isolation, openSite } from '../../testing/browser.ts';
import type * as inBrowser from './in-browser.ts';
import { trainSmall } from './train-small.ts';

const script = new URL('./in-browser.ts', import.meta.url);

const pages = [
  { page: 'a page isolated from other origins', headers: isolation },
  { page: 'any other page', headers: {} },
];

describe.runIf(chromiumPath && tf.getBackend() === 'selfie-wasm')('pretraining and finetuning in Chromium', () => {
  let inNode: Awaited<ReturnType<typeof trainSmall>>;
  beforeAll(async () => {
    inNode = await trainSmall();
  });

  test.each(pages)('go as in Node, on $page and in a worker of it', async ({ headers }) => {
    const site = await openSite<typeof inBrowser>(script, headers);
    onTestFinished(() => site.close());
    for (const place of ['onPage', 'inWorker'] as const) {
      const losses = await site[place]('trainOnWasm');
      for (const phase of ['pretraining', 'finetuning'] as const) {
        for (const [step, loss] of losses[phase].entries()) expect(loss).toBeCloseTo(inNode[phase][step]!, 5);
        expect(losses[phase].at(-1)).toBeLessThan(losses[phase][0]! * 0.7);
      }
    }
    expect(site.messages).toEqual([]);
  });
});
