import type { Group } from '../group.ts';
import { againstPyTorch } from './against-pytorch.ts';

/** Finetuning steps of ResNet-50, 32 pictures of 32×32 pixels. */
export const finetuning: Group = {
  name: 'finetuning',
  measure: (bench) =>
    againstPyTorch(
      {
        what: 'finetuning step, ResNet-50, 32×32, batch 32, two threads',
        step: { task: 'finetuning', batch: 32, warmUp: 2, steps: 3 },
      },
      bench,
    ),
};
