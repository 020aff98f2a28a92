import { both } from '../bars.ts';
import type { Group } from '../group.ts';
import { againstBackends } from './against-backends.ts';
import { stepIn } from './programs.ts';

const step = { task: 'small-pretraining', batch: 8 } as const;

/** Pretraining steps of the small network, 8 pictures, against TensorFlow.js's backend in JavaScript. */
export const stockCpu: Group = {
  name: 'cpu',
  measure: (bench) =>
    againstBackends(
      {
        what: 'pretraining step, small network, batch 8, two threads',
        ours: (node) => stepIn(node, 'selfie-wasm', { ...step, warmUp: 20, steps: 40 }, bench),
        rivals: [
          {
            against: 'stock cpu',
            theirs: (node) => stepIn(node, 'cpu', { ...step, warmUp: 1, steps: 1 }, bench),
            bars: both(200, 200),
          },
        ],
      },
      bench,
    ),
};
