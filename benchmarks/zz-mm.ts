import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from './src/measured/use-backend.ts';
await useBackend('selfie-wasm');
const cases: [string, () => tf.Tensor, number][] = [];
const mm = (m: number, k: number, n: number) => { const a = tf.randomNormal([m, k]) as tf.Tensor2D, b = tf.randomNormal([k, n]) as tf.Tensor2D; cases.push([`mm ${m} ${k} ${n}`, () => tf.matMul(a, b), 2e-9 * m * k * n]); };
const mmT = (m: number, k: number, n: number) => { const a = tf.randomNormal([k, m]) as tf.Tensor2D, b = tf.randomNormal([k, n]) as tf.Tensor2D; cases.push([`AtB ${m} ${k} ${n}`, () => tf.matMul(a, b, true, false), 2e-9 * m * k * n]); };
mm(1024, 1024, 1024); mm(1024, 1040, 1024); mm(1024, 1000, 1000);
mm(2048, 1024, 256); mm(2048, 1040, 256); mm(2048, 256, 1024); mm(2048, 272, 1024); mm(8192, 512, 128); mm(8192, 528, 128); mm(8192, 128, 512); mm(8192,144,512); mm(32768, 64, 256); mm(32768, 80, 256); mm(32768, 256, 64); mm(32768, 272, 64);
mmT(1024, 2048, 256); mmT(1040, 2048, 256); mmT(256, 2048, 1024); mmT(272, 2048, 1040); mmT(512, 8192, 128); mmT(528, 8192, 128); mmT(128, 8192, 512); mmT(256, 32768, 64); mmT(272, 32768, 80); mmT(64,32768,256);
const best = cases.map(() => Infinity);
for (let r = 0; r < 12; r++) for (let i = 0; i < cases.length; i++) { const t = performance.now(); const y = cases[i]![1](); y.dataSync; const d = performance.now() - t; y.dispose(); best[i] = Math.min(best[i]!, d); }
cases.forEach(([name, , gf], i) => console.log(name.padEnd(22), (gf / (best[i]! / 1000)).toFixed(1)));
