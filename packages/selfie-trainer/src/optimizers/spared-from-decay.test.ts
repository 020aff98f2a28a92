import { expect, test } from 'vitest';
import { sparedFromDecay } from './spared-from-decay.ts';

test.each([
  'patchNetwork/stage1/block1/norm1/scale',
  'pool/norm/shift',
  'pool/block1/attention/input/bias',
  'pool/u0',
  'positions/table',
  'positions/rows',
  'positions/columns',
  'patchNetwork/norm/gamma',
  'patchNetwork/norm/beta',
  'patchNetwork/gru/recurrent_bias',
  'bias',
])('spares %s', (path) => expect(sparedFromDecay(path)).toBe(true));

test.each(['patchNetwork/stem/conv/kernel', 'classifier/kernel', 'scale/kernel', 'pool/upscale', 'norm/mean'])(
  'decays %s',
  (path) => expect(sparedFromDecay(path)).toBe(false),
);
