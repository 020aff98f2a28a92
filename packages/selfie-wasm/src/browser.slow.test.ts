import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { chromiumPath, isolation, openSite, type Site } from '../../../testing/browser.ts';
import { expectWithin } from '../testing/expect-values.ts';
import type * as inBrowser from '../testing/in-browser.ts';
import { sgdLosses } from '../testing/sgd-losses.ts';
import { trainingStep } from '../testing/training-step.ts';

const script = new URL('../testing/in-browser.ts', import.meta.url);

const pages = [
  { page: 'a page isolated from other origins', headers: isolation, isolated: true },
  { page: 'any other page', headers: {}, isolated: false },
];

describe.runIf(chromiumPath).each(pages)('in Chromium, on $page', ({ headers, isolated }) => {
  let site: Site<typeof inBrowser>;
  beforeAll(async () => {
    site = await openSite(script, headers);
  });
  afterAll(() => site.close());

  describe.each(['onPage', 'inWorker'] as const)('%s', (place) => {
    it('says what is in use', async () => {
      const { threads, processors, ...description } = await site[place]('start');
      expect(threads).toBe(isolated ? Math.min(processors, 16) : 1);
      expect(description).toEqual({
        vectorBits: 128,
        reason: 'browsers do not fuse pairs of 128-bit operations',
        fused: true,
        tile: expect.stringMatching(/^\d+×\d+( by rows(, outer products \d×\d)?)?$/),
      });
    });

    it('trains as in Node, however many threads have joined', async () => {
      const { results, same } = await site[place]('trainingSteps');
      for (const [i, values] of trainingStep().entries()) {
        expectWithin(tf.tensor1d(results[i]!), [values.length], values, 1e-5);
      }
      expect(same).toBe(true);
    });

    it('descends by TensorFlow.js’s own optimizer as in Node', async () => {
      const losses = await site[place]('losses');
      expectWithin(tf.tensor1d(losses), [10], sgdLosses(), 1e-5);
      expect(losses.at(-1)).toBeLessThan(losses[0]! * 0.9);
    });

    it('keeps what it holds when memory grows', async () => {
      expect(await site[place]('valuesAfterGrowth')).toEqual({ before: [-1, -2, -3], large: [0, 1, 2, 3, 4] });
    });

    it('goes on after memory ran out', async () => {
      const { message, values } = await site[place]('outOfMemory');
      expect(message).toMatch(/^selfie-wasm: no memory for a float32 tensor of shape \[1000,1500000\]: /);
      expect(values).toEqual([-1, -1, -1]);
    });

    it.runIf(isolated)('shares the work', async () => {
      const { one, many } = await site[place]('itemsOfOneAndOfMany');
      expect(many).toBeLessThan(one);
    });
  });

  it('bundles and runs without a warning', () => {
    expect(site.messages).toEqual([]);
  });
});

describe.runIf(chromiumPath)('in Chromium, on a page that forbids workers from blobs', () => {
  it('goes on with one thread, and says so', async () => {
    const headers = { ...isolation, 'Content-Security-Policy': "worker-src 'self'" };
    const site = await openSite<typeof inBrowser>(script, headers);
    onTestFinished(() => site.close());
    expect((await site.onPage('trainingSteps')).same).toBe(true);
    expect((await site.onPage('start')).threads).toBe(1);
    expect(site.messages).toContain('selfie-wasm: a worker thread ended; going on with one thread');
  });
});
