import type { Group } from '../group.ts';
import { againstPyTorch } from './against-pytorch.ts';

/** Pretraining steps at the paper's size, 32 pictures of 32×32 pixels. */
export const paper: Group = {
  name: 'paper',
  measure: (bench) =>
    againstPyTorch(
      {
        what: 'pretraining step, paper size, 32×32, batch 32, two threads',
        step: { task: 'paper-pretraining', batch: 32, warmUp: 2, steps: 3 },
        bars: { 256: { bar: 0.8, aim: 1.2 }, 128: { bar: 0.5, aim: 0.7 }, better: 'more' },
      },
      bench,
    ),
};
