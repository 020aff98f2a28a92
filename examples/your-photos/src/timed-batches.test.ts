import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { timedBatches } from './timed-batches.ts';

test('hands on the batch of the step, and says how long that one took', async () => {
  const { batches, waited } = timedBatches(async (step) => {
    await setTimeout(step);
    return 2 * step;
  });
  expect(await batches(500)).toBe(1000);
  expect(waited()).toBeGreaterThan(0.49);
  expect(await batches(0)).toBe(0);
  expect(waited()).toBeLessThan(0.49);
});
