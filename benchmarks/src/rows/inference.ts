import type { Group } from '../group.ts';
import type { Line } from '../line.ts';
import { againstBackend } from './against-backend.ts';
import { inferenceIn } from './programs.ts';

const repetitions = { warmUp: 2, steps: 5 };

/** ResNet-50 on images of 224×224 pixels, against TensorFlow.js's own backend in WebAssembly. */
export const inference: Group = {
  name: 'inference',
  async measure(bench) {
    const lines: Line[] = [];
    for (const batch of [1, 8]) {
      const comparison = {
        what: `inference, ResNet-50, 224×224, batch ${batch}, two threads`,
        against: 'stock wasm',
        ours: (node) => inferenceIn(node, 'selfie-wasm', batch, repetitions, bench),
        theirs: (node) => inferenceIn(node, 'wasm', batch, repetitions, bench),
        bars: { 256: { bar: 4, aim: 8 }, 128: { bar: 3, aim: 5 }, better: 'more' },
      } satisfies Parameters<typeof againstBackend>[0];
      lines.push(...(await againstBackend(comparison, bench)));
    }
    return lines;
  },
};
