import type { Group } from '../group.ts';
import type { Line } from '../line.ts';
import { type AgainstBackends, againstBackends, type Rival } from './against-backends.ts';
import { inferenceIn } from './programs.ts';

const repetitions = { warmUp: 2, steps: 5 };

/** ResNet-50 on images of 224×224 pixels, against TensorFlow.js's own backend in WebAssembly. */
export const inference: Group = {
  name: 'inference',
  async measure(bench) {
    const lines: Line[] = [];
    for (const batch of [1, 8]) {
      const stock: Rival = {
        against: 'stock wasm',
        theirs: (node) => inferenceIn(node, 'wasm', batch, repetitions, bench),
        bars: { 256: { bar: 4, aim: 8 }, 128: { bar: 3, aim: 5 }, better: 'more' },
      };
      const comparison: AgainstBackends = {
        what: `inference, ResNet-50, 224×224, batch ${batch}, two threads`,
        ours: (node) => inferenceIn(node, 'selfie-wasm', batch, repetitions, bench),
        rivals: [stock],
      };
      lines.push(...(await againstBackends(comparison, bench)));
    }
    return lines;
  },
};
