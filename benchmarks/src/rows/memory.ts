import { both } from '../bars.ts';
import { need } from '../figures.ts';
import type { Group } from '../group.ts';
import { againstPyTorch } from './against-pytorch.ts';

/** The most memory that a process needs for two pretraining steps at the paper's size. */
export const memory: Group = {
  name: 'memory',
  measure: (bench) =>
    againstPyTorch(
      {
        what: 'peak memory of two steps, paper size, 32×32, batch 32',
        step: { task: 'paper-pretraining', batch: 32, warmUp: 0, steps: 2 },
        cost: ({ maxRss }) => maxRss,
        unit: 'memory',
        figure: need,
        bars: both(1, 0.7, 'less'),
      },
      bench,
    ),
};
