import * as tf from '@tensorflow/tfjs-core';
import { readdirSync, readFileSync } from 'node:fs';
import { useBackend } from './src/measured/use-backend.ts';
await useBackend('selfie-wasm');
const [m, k, n] = (process.env.MKN ?? '1024 1024 1024').split(' ').map(Number) as [number, number, number];
const a = tf.randomNormal([m, k]) as tf.Tensor2D, b = tf.randomNormal([k, n]) as tf.Tensor2D;
for (let i = 0; i < 20; i++) tf.matMul(a, b).dispose();
const stats = () => readdirSync('/proc/self/task').map((t) => [t, ...readFileSync(`/proc/self/task/${t}/schedstat`, 'utf8').trim().split(' ').map((x) => Number(x) / 1e6)] as (string | number)[]);
const s0 = stats(); const t0 = performance.now(); const times: number[] = [];
const reps = Number(process.env.REPS ?? 200);
for (let i = 0; i < reps; i++) { const t = performance.now(); tf.matMul(a, b).dispose(); times.push(performance.now() - t); }
const wall = performance.now() - t0;
const s1 = stats();
times.sort((x, y) => x - y);
console.log('wall', wall.toFixed(0), 'per call', (wall / reps).toFixed(2), 'min', times[0]!.toFixed(2), 'median', times[reps >> 1]!.toFixed(2), 'max', times[reps - 1]!.toFixed(2), 'GFLOP/s median', (2e-6 * m * k * n / times[reps >> 1]!).toFixed(1));
for (const [t, run, wait, slices] of s1) { const o = s0.find((x) => x[0] === t); if (o && (run as number) - (o[1] as number) > 20) console.log('thread', t, 'ran ms', ((run as number) - (o[1] as number)).toFixed(0), 'waited ms', ((wait as number) - (o[2] as number)).toFixed(0)); }
