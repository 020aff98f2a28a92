import type { Group } from '../group.ts';
import { againstPyTorch } from './against-pytorch.ts';

/** What is measured, in a browser, too. */
export const smallStep = { task: 'small-pretraining', batch: 64, warmUp: 20, steps: 40 } as const;

/** Pretraining steps of the Fashion-MNIST example's network, 64 pictures. */
export const small: Group = {
  name: 'small',
  async measure(bench) {
    const two = await againstPyTorch(
      {
        what: 'pretraining step, small network, batch 64, two threads',
        step: smallStep,
        bars: { 256: { bar: 1, aim: 1.6 }, 128: { bar: 0.8, aim: 1.2 }, better: 'more' },
      },
      bench,
    );
    const one = await againstPyTorch(
      { what: 'pretraining step, small network, batch 64, one thread', step: smallStep, threads: 1 },
      bench,
    );
    return [...two, ...one];
  },
};
