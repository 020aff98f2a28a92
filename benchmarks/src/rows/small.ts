import type { Bars } from '../bars.ts';
import type { Group } from '../group.ts';
import { smallStep } from '../measured/small-step.ts';
import { againstPyTorch } from './against-pytorch.ts';

/** Of a step on two cores, in Node and in a browser. */
export const smallBars: Bars = { 256: { bar: 1, aim: 1.6 }, 128: { bar: 0.8, aim: 1.2 }, better: 'more' };

/** Pretraining steps of the Fashion-MNIST example's network, 64 pictures. */
export const small: Group = {
  name: 'small',
  async measure(bench) {
    const two = await againstPyTorch(
      {
        what: 'pretraining step, small network, batch 64, two threads',
        step: smallStep,
        bars: smallBars,
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
