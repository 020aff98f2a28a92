import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { rowColumnPositions } from './row-column-positions.ts';

const positions = tf.tensor2d([0, 4, 5, 14, 7, 4], [2, 3], 'int32');

test('adds the vector of the row to that of the column', () => {
  const embedding = rowColumnPositions({ rows: 3, columns: 5, size: 7, seed: 2 });
  expect(embedding).toMatchObject({ count: 15, size: 7 });
  const rows = embedding.variables.rows!.arraySync() as number[][];
  const columns = embedding.variables.columns!.arraySync() as number[][];
  expect([rows.length, columns.length]).toEqual([3, 5]);

  const vectors = embedding.apply(positions).arraySync();
  positions.arraySync().forEach((image, i) => {
    image.forEach((position, j) => {
      const row = rows[Math.floor(position / 5)]!;
      const column = columns[position % 5]!;
      for (const [k, x] of row.entries()) expect(vectors[i]![j]![k]).toBeCloseTo(x + column[k]!, 7);
    });
  });
});

test('sends a row and a column the gradients of all their positions', () => {
  const embedding = rowColumnPositions({ rows: 3, columns: 5, size: 1 });
  const weights = tf.tensor3d([1, 2, 4, 8, 16, 32], [2, 3, 1]);
  const { rows, columns } = embedding.variables;
  const { grads } = tf.variableGrads(() => tf.sum(tf.mul(embedding.apply(positions), weights)) as tf.Scalar);
  expect([...grads[rows!.name]!.dataSync()]).toEqual([1 + 2 + 32, 4 + 16, 8]);
  expect([...grads[columns!.name]!.dataSync()]).toEqual([1 + 4, 0, 16, 0, 2 + 8 + 32]);
});

test('draws rows and columns apart, the same for the same seed', () => {
  const values = (seed: number) => {
    const { rows, columns } = rowColumnPositions({ rows: 4, columns: 4, size: 3, seed }).variables;
    return [rows!.dataSync(), columns!.dataSync()];
  };
  expect(values(1)).toEqual(values(1));
  expect(values(1)).not.toEqual(values(2));
  expect(values(1)[0]).not.toEqual(values(1)[1]);
});

test('leaves nothing behind', () => {
  const before = tf.memory().numTensors;
  const embedding = rowColumnPositions({ rows: 3, columns: 5, size: 7 });
  embedding.apply(positions).dispose();
  expect(tf.memory().numTensors).toBe(before + 2);
  embedding.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('refuses an empty grid', () => {
  expect(() => rowColumnPositions({ rows: 3, columns: 0, size: 7 })).toThrow(
    'columns is a whole number of at least 1: got 0',
  );
});
