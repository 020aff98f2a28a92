import { fileURLToPath } from 'node:url';
import type { InferenceResult } from '../children/inference.ts';
import type { ProductsResult } from '../children/products.ts';
import type { StartUpResult } from '../children/start-up.ts';
import type { StepResult } from '../children/step.ts';
import { asArguments, type Contestant, inNode } from '../contestant.ts';
import type { Bench } from '../group.ts';
import type { StepOptions } from '../measured/training-steps.ts';
import type { Backend } from '../measured/use-backend.ts';
import type { NodeBinary } from '../nodes.ts';
import { median } from '../statistics.ts';

/** How often something runs before it is measured, and then. */
export interface Repetitions {
  readonly warmUp: number;
  readonly steps: number;
}

/** What torch/step.py prints. */
export interface TorchResult extends Omit<StepResult, 'vectorBits'> {
  readonly version: string;
}

/** The environment in which selfie-wasm uses so many threads. */
export const onThreads = (threads: number) => ({ SELFIE_WASM_THREADS: String(threads) });

/** Products beside the ceiling, on so many threads. */
export function productsIn(
  node: NodeBinary,
  names: readonly string[],
  { quick }: Bench,
  env: Readonly<Record<string, string>>,
): Contestant<ProductsResult> {
  return inNode(node, 'products', asArguments({ names: names.join(';'), seconds: quick ? 0.1 : 1 }), env);
}

/** Training steps on one of the backends of TensorFlow.js. */
export function stepIn(
  node: NodeBinary,
  backend: Backend,
  { task, batch, ...repetitions }: StepOptions,
  bench: Bench,
  env: Readonly<Record<string, string>> = onThreads(2),
): Contestant<StepResult> {
  return inNode(node, 'step', [...asArguments({ task, backend, batch }), ...repeated(repetitions, bench)], env);
}

/** The same in PyTorch; SELFIE_PYTHON names a Python that has it, if `python3` is not the one. */
export function stepInPyTorch(
  { task, batch, ...repetitions }: StepOptions,
  bench: Bench,
  threads = 2,
): Contestant<TorchResult> {
  const script = fileURLToPath(new URL('../torch/step.py', import.meta.url));
  return {
    command: process.env.SELFIE_PYTHON ?? 'python3',
    args: [script, task, ...asArguments({ batch, threads }), ...repeated(repetitions, bench)],
    env: { OMP_NUM_THREADS: String(threads), MKL_NUM_THREADS: String(threads) },
  };
}

/** ResNet-50 on images of 224×224 pixels. */
export function inferenceIn(
  node: NodeBinary,
  backend: Backend,
  batch: number,
  repetitions: Repetitions,
  bench: Bench,
): Contestant<InferenceResult> {
  const args = [...asArguments({ backend, batch }), ...repeated(repetitions, bench)];
  return inNode(node, 'inference', args, onThreads(2));
}

/** The start of selfie-wasm in a fresh process. */
export const startUpIn = (node: NodeBinary): Contestant<StartUpResult> => inNode(node, 'start-up', [], onThreads(2));

function repeated({ warmUp, steps }: Repetitions, { quick }: Bench): string[] {
  return asArguments({ 'warm-up': quick ? Math.min(warmUp, 1) : warmUp, steps: quick ? Math.min(steps, 2) : steps });
}

/** The step in the middle. */
export const medianSeconds = ({ seconds }: { seconds: readonly number[] }): number => median(seconds);
