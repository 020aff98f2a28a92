import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { backend, type Description, SelfieWasmBackend } from '../src/index.ts';
import { backendName } from '../src/kernel.ts';
import { machineLater } from '../src/machine.ts';
import { countOwnItems } from './count-own-items.ts';
import { sgdLosses } from './sgd-losses.ts';
import { trainingStep } from './training-step.ts';

/** What is in use here, and how many processors there are. */
export async function start(): Promise<Description & { processors: number }> {
  await tf.setBackend(backendName);
  return { ...backend().describe(), processors: navigator.hardwareConcurrency };
}

/** The results of a training step, and whether nine more give the same, bit for bit, while the threads join. */
export async function trainingSteps(): Promise<{ results: number[][]; same: boolean }> {
  await tf.setBackend(backendName);
  const results = trainingStep();
  let same = true;
  for (let i = 1; i < 10; i++) {
    await pause();
    same &&= trainingStep().every((values, j) => values.every((value, k) => value === results[j]![k]));
  }
  return { results: results.map((values) => Array.from(values)), same };
}

/** The losses of TensorFlow.js's own SGD. */
export async function losses(): Promise<number[]> {
  await tf.setBackend(backendName);
  return sgdLosses();
}

/** Items of a product that the calling thread takes: all there are, and what the others leave of them within five seconds. */
export async function itemsOfOneAndOfMany(): Promise<{ one: number; many: number }> {
  const { machine, ownItems } = countOwnItems(await machineLater());
  const restart = () => {
    tf.removeBackend(backendName);
    tf.registerBackend(backendName, () => new SelfieWasmBackend(machine));
    tf.setBackend(backendName);
  };
  restart();
  backend().threads.stop();
  const one = ownItems();
  restart();
  let many = ownItems();
  for (const end = performance.now() + 5_000; many === one && performance.now() < end; many = ownItems()) await pause();
  return { one, many };
}

/** Values made before the memory grows, and values made while it does. */
export async function valuesAfterGrowth(): Promise<{ before: number[]; large: number[] }> {
  await tf.setBackend(backendName);
  const before = tf.neg(tf.tensor1d([1, 2, 3]));
  const large = Array.from({ length: 5 }, (_, i) => tf.fill([1_000_000], i));
  return { before: Array.from(before.dataSync()), large: large.map((tensor) => tensor.dataSync().at(-1)!) };
}

/** The error of a tensor that is too large, and what a small one holds afterwards. */
export async function outOfMemory(): Promise<{ message: string; values: number[] }> {
  await tf.setBackend(backendName);
  let message = '';
  try {
    tf.fill([1000, 1_500_000], 1);
  } catch (error) {
    ({ message } = error as Error);
  }
  return { message, values: Array.from(tf.neg(tf.ones([3])).dataSync()) };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}
