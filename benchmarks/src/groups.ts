import type { Group } from './group.ts';
import { ceiling } from './rows/ceiling.ts';
import { chromium } from './rows/chromium.ts';
import { convolutions } from './rows/convolutions.ts';
import { finetuning } from './rows/finetuning.ts';
import { inference } from './rows/inference.ts';
import { loading } from './rows/loading.ts';
import { matMul } from './rows/mat-mul.ts';
import { memory } from './rows/memory.ts';
import { paper } from './rows/paper.ts';
import { small } from './rows/small.ts';
import { startUp } from './rows/start-up.ts';
import { stockCpu } from './rows/stock-cpu.ts';
import { tfjsNode } from './rows/tfjs-node.ts';
import { threads } from './rows/threads.ts';

/** All that is measured, in the order of the table. */
export const groups: readonly Group[] = [
  ceiling,
  matMul,
  convolutions,
  threads,
  small,
  paper,
  finetuning,
  stockCpu,
  tfjsNode,
  inference,
  chromium,
  memory,
  startUp,
  loading,
];
