import type { Bars } from '../bars.ts';
import type { Group } from '../group.ts';
import { againstBackends } from './against-backends.ts';
import { stepIn } from './programs.ts';

const step = { task: 'patch-network', batch: 512, warmUp: 1, steps: 2 } as const;
const quiet = { TF_CPP_MIN_LOG_LEVEL: '2' };

/** Against stock operations. Where the processor has AVX-512 VNNI, TensorFlow turns oneDNN on by itself: hence two rows. */
const stock: Bars = { 256: { bar: 4, aim: 6 }, 128: { bar: 3, aim: 4 }, better: 'more' };

/** The paper's patch network alone, 512 patches, forward, backward and update, against tfjs-node. */
export const tfjsNode: Group = {
  name: 'tfjs-node',
  measure: (bench) =>
    againstBackends(
      {
        what: 'patch network alone, 512 patches, training step, two threads',
        ours: (node) => stepIn(node, 'selfie-wasm', step, bench),
        rivals: [
          {
            against: 'tfjs-node as it comes',
            theirs: (node) => stepIn(node, 'tensorflow', step, bench, quiet),
            bars: stock,
          },
          {
            against: 'tfjs-node without oneDNN',
            theirs: (node) => stepIn(node, 'tensorflow', step, bench, { ...quiet, TF_ENABLE_ONEDNN_OPTS: '0' }),
            bars: stock,
          },
          {
            against: 'tfjs-node, fused batch norm, oneDNN',
            theirs: (node) => stepIn(node, 'tensorflow-fused', step, bench, { ...quiet, TF_ENABLE_ONEDNN_OPTS: '1' }),
            bars: { 256: { bar: 1.1, aim: 1.6 }, 128: { bar: 0.75, aim: 1 }, better: 'more' },
          },
        ],
      },
      bench,
    ),
};
