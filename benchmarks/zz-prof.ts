import * as tf from '@tensorflow/tfjs-core';
import { trainingSteps } from './src/measured/training-steps.ts';
import { useBackend } from './src/measured/use-backend.ts';
await useBackend('selfie-wasm');
const totals = new Map<string, [number, number, number]>();
let on = false, depth = 0;
for (const k of tf.getKernelsForBackend('selfie-wasm')) {
  const f = k.kernelFunc;
  tf.unregisterKernel(k.kernelName, 'selfie-wasm');
  tf.registerKernel({ ...k, kernelFunc: (a: any) => {
    depth++;
    const t = performance.now();
    const out = f(a);
    const d = performance.now() - t;
    depth--;
    if (on && depth === 0) {
      const ins = Object.values(a.inputs ?? {}).filter(Boolean).flat() as any[];
      const big = ins.reduce((m: any, x: any) => (!m || (x?.shape && tf.util.sizeFromShape(x.shape) > tf.util.sizeFromShape(m.shape)) ? x : m), undefined);
      const key = process.env.BY === 'shape' ? `${k.kernelName} ${ins.map((x: any) => x?.shape?.join('×')).join(' , ')}` : k.kernelName;
      const bytes = ins.reduce((s: number, x: any) => s + (x?.shape ? tf.util.sizeFromShape(x.shape) * 4 : 0), 0);
      const e = totals.get(key) ?? [0, 0, 0];
      totals.set(key, [e[0] + d, e[1] + 1, e[2] + bytes]);
    }
    return out;
  } });
}
await trainingSteps({ task: (process.env.TASK ?? 'patch-network') as any, batch: 512, warmUp: 1, steps: 1 });
on = true;
const t0 = performance.now();
const r = await trainingSteps({ task: (process.env.TASK ?? 'patch-network') as any, batch: 512, warmUp: 0, steps: 3 });
const all = [...totals].sort((a, b) => b[1][0] - a[1][0]);
console.log('steps', r.seconds.map((s) => s.toFixed(2)).join(' '), 'kernels', (all.reduce((s, x) => s + x[1][0], 0) / 3).toFixed(0));
for (const [k, [ms, n, b]] of all.slice(0, Number(process.env.TOP ?? 20))) console.log((ms / 3).toFixed(1).padStart(8), String(n / 3).padStart(6), (b / 3 / 1e9).toFixed(2).padStart(7) + ' GB', k);
