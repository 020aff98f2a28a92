import * as tf from '@tensorflow/tfjs-core';
import { readdirSync, readFileSync } from 'node:fs';
import { useBackend } from './src/measured/use-backend.ts';
await useBackend('selfie-wasm');
const shapes = (process.env.SHAPES ?? '1024 1024 1024').split(',').map((s) => s.split(' ').map(Number) as [number, number, number]);
const cases = shapes.map(([m, k, n]) => ({ a: tf.randomNormal([m, k]) as tf.Tensor2D, b: tf.randomNormal([k, n]) as tf.Tensor2D, gf: 2e-6 * m * k * n, times: [] as number[] }));
for (let i = 0; i < 5; i++) for (const { a, b } of cases) tf.matMul(a, b).dispose();
const stats = () => readdirSync('/proc/self/task').map((t) => [t, ...readFileSync(`/proc/self/task/${t}/schedstat`, 'utf8').trim().split(' ').map((x) => Number(x) / 1e6)] as (string | number)[]);
const s0 = stats(); const t0 = performance.now();
const reps = Number(process.env.REPS ?? 50);
for (let i = 0; i < reps; i++) for (const c of cases) { const t = performance.now(); const y = tf.matMul(c.a, c.b); if (process.env.READ) y.dataSync(); c.times.push(performance.now() - t); y.dispose(); }
const wall = performance.now() - t0;
const s1 = stats();
cases.forEach((c, i) => { c.times.sort((x, y) => x - y); console.log(shapes[i]!.join(' ').padEnd(16), 'min', c.times[0]!.toFixed(2), 'median', c.times[reps >> 1]!.toFixed(2), 'GFLOP/s best', (c.gf / c.times[0]!).toFixed(1), 'median', (c.gf / c.times[reps >> 1]!).toFixed(1)); });
for (const [t, run, wait] of s1) { const o = s0.find((x) => x[0] === t); if (o && (run as number) - (o[1] as number) > 20) console.log('thread', t, 'ran', ((run as number) - (o[1] as number)).toFixed(0), 'waited', ((wait as number) - (o[2] as number)).toFixed(0), 'of', wall.toFixed(0)); }
