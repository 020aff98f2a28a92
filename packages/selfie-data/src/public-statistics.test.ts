import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { channelStatistics } from './channel-statistics.ts';
import { readIdxImages } from './idx/read-idx.ts';
import { publicStatistics } from './public-statistics.ts';

const file = '/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz'; // where Debian's package puts it

test.skipIf(!existsSync(file))('of Fashion-MNIST are those measured', async () => {
  const { mean, deviation } = channelStatistics(await readIdxImages({ images: file }));
  expect(publicStatistics['fashion-mnist'].mean[0]).toBeCloseTo(mean[0]!, 4);
  expect(publicStatistics['fashion-mnist'].deviation[0]).toBeCloseTo(deviation[0]!, 4);
});

test.each(Object.entries(publicStatistics))('of %s are shares with a deviation for each mean', (_, statistics) => {
  const { mean, deviation } = statistics;
  expect(deviation.length).toBe(mean.length);
  for (const value of [...mean, ...deviation]) expect(value > 0 && value < 1).toBe(true);
});
