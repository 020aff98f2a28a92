import { describe, expect, test } from 'vitest';
import { batchAssembler } from './batch-assembler.ts';
import { batches } from './batches.ts';

const data = {
  length: 7,
  shape: [5, 3, 1] as const,
  images: Uint8Array.from({ length: 7 * 15 }, (_, i) => (i * 53 + 11) % 256),
  labels: Uint8Array.of(0, 1, 2, 3, 4, 5, 6), // a picture's label is its index, so that batches tell their order
};
const options = { data, batchSize: 3, seed: 2, augment: { shift: 1, flip: 'horizontal' } } as const;
const order = (batch: (step: number) => { labels?: Int32Array }, steps: number) =>
  Array.from({ length: steps }, (_, step) => [...batch(step).labels!]).flat();

describe('batches', () => {
  test('are the same whatever was asked before', () => {
    const straight = batches(options);
    const all = Array.from({ length: 18 }, (_, step) => straight(step));
    expect(batches(options)(17)).toEqual(all[17]);
    const backwards = batches(options);
    for (let step = 17; step >= 0; step--) expect(backwards(step)).toEqual(all[step]);
  });

  test('hold every picture once an epoch, also where a batch straddles two', () => {
    const examples = order(batches(options), 7 * 4); // 12 epochs
    const epochs = Array.from({ length: 12 }, (_, epoch) => examples.slice(epoch * 7, epoch * 7 + 7));
    for (const epoch of epochs) expect(epoch.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(new Set(epochs.map((epoch) => epoch.join())).size).toBe(12);
  });

  test('larger than the data set hold several epochs', () => {
    const examples = order(batches({ ...options, batchSize: 14 }), 1);
    expect(examples.slice(0, 7).toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(examples.slice(7).toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('keep the order of examples when the batch size changes', () => {
    expect(order(batches({ ...options, batchSize: 7 }), 3)).toEqual(order(batches(options), 7));
  });

  test('hold no other pictures than the indices, each once an epoch', () => {
    const examples = order(batches({ ...options, indices: Int32Array.of(6, 1, 4) }), 4);
    for (let epoch = 0; epoch < 4; epoch++) {
      expect(examples.slice(epoch * 3, epoch * 3 + 3).toSorted()).toEqual([1, 4, 6]);
    }
  });

  test('differ by seed', () => {
    expect(order(batches({ ...options, seed: 3 }), 7)).not.toEqual(order(batches(options), 7));
  });

  test('draw each example from its own stream, its number in the run', () => {
    const { assemble } = batchAssembler(options, options.augment);
    for (const step of [0, 5, 11]) {
      const { labels, images } = batches(options)(step);
      const expected = assemble(labels!, { seed: 2, first: step * 3 });
      expect(images).toEqual(expected.images);
    }
  });

  test('are not augmented by default', () => {
    const { images, labels } = batches({ data, batchSize: 3, seed: 2 })(4);
    expect(images).toEqual(batchAssembler(options).assemble(labels!).images);
  });

  test('are arrays of their own', () => {
    const batch = batches(options);
    batch(0).images.fill(0);
    expect(batch(0)).toEqual(batches(options)(0));
  });

  test.each([-1, 0.5])('refuse step %d', (step) => {
    expect(() => batches(options)(step)).toThrow(`step must be a whole number from 0: got ${step}; count steps from 0`);
  });

  test('refuse a seed that is no whole number', () => {
    expect(() => batches({ ...options, seed: 0.5 })).toThrow('seed must be an unsigned 32-bit integer: got 0.5');
  });
});
