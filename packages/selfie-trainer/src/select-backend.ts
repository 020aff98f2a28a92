import * as tf from '@tensorflow/tfjs-core';

/** A backend, and the packages that register it on import, in the order in which they are tried. */
interface Candidate {
  readonly backend: string;
  readonly packages: readonly string[];
  /** Whether it is chosen only where it runs on a GPU. */
  readonly gpuOnly?: boolean;
}

const selfieWasm: Candidate = { backend: 'selfie-wasm', packages: ['selfie-wasm'] };
const cpu: Candidate = { backend: 'cpu', packages: ['@tensorflow/tfjs-backend-cpu'] };
const webgpu: Candidate = { backend: 'webgpu', packages: ['@tensorflow/tfjs-backend-webgpu'] };
const webgl: Candidate = { backend: 'webgl', packages: ['@tensorflow/tfjs-backend-webgl'] };
const tfjsNodeGpu: Candidate = { backend: 'tensorflow', packages: ['@tensorflow/tfjs-node-gpu'], gpuOnly: true };
const tfjsNode: Candidate = { backend: 'tensorflow', packages: ['@tensorflow/tfjs-node'] };
const eitherTfjsNode: Candidate = {
  backend: 'tensorflow',
  packages: [...tfjsNodeGpu.packages, ...tfjsNode.packages],
};

/** The orders of choice, and what can be asked for by name. */
const inNode = [tfjsNodeGpu, selfieWasm, tfjsNode, cpu];
const inBrowsers = [webgpu, selfieWasm, webgl];
const byName = [selfieWasm, eitherTfjsNode, cpu, webgpu, webgl];

/**
 * Makes the first usable backend in an order of choice TensorFlow.js's current one, and gives its name.
 *
 * In Node: tfjs-node-gpu if it finds a GPU, selfie-wasm, tfjs-node (`tensorflow`), cpu. In a browser: webgpu, selfie-wasm,
 * webgl. With a name: that one. A backend that is registered already is taken as it is; otherwise its package is imported
 * if it is installed. Bundlers do not see these imports: a bundled page imports the packages that it wants to offer.
 *
 * @throws a sentence if the named backend, or without a name every one, is not installed or does not start.
 */
export async function selectBackend(name?: string): Promise<string> {
  if (name !== undefined) {
    await start(byName.find(({ backend }) => backend === name) ?? { backend: name, packages: [] });
    return name;
  }
  for (const candidate of tf.env().getBool('IS_NODE') ? inNode : inBrowsers) {
    const started = await start(candidate).then(
      () => true,
      () => false,
    );
    if (started && (!candidate.gpuOnly || runsOnGpu())) return candidate.backend;
  }
  throw new Error('no backend is installed: expected at least one; npm install selfie-wasm');
}

/** Makes a backend the current one, and imports it first where that is needed. */
async function start({ backend, packages }: Candidate): Promise<void> {
  const failures: string[] = [];
  for (const name of packages) {
    if (isRegistered(backend)) break;
    if (backend === 'tensorflow') restoreIsNullOrUndefined();
    await load(name).catch((error: unknown) => failures.push(`${name}: ${firstLine(error)}`));
  }
  if (!isRegistered(backend)) throw new Error(notInstalled(backend, packages, failures));
  if (!(await tf.setBackend(backend))) throw new Error(`backend ${backend} is installed but does not start here`);
  hideBanner();
}

function isRegistered(backend: string): boolean {
  return Boolean(tf.findBackendFactory(backend));
}

function load(packageName: string): Promise<unknown> {
  return import(/* @vite-ignore */ /* webpackIgnore: true */ packageName);
}

function notInstalled(backend: string, packages: readonly string[], failures: string[]): string {
  if (packages.length === 0) {
    const names = byName.map((candidate) => candidate.backend).join(', ');
    return `there is no backend named ${backend}: expected one of ${names}, or one that you registered`;
  }
  return `backend ${backend} is not installed: npm install ${packages.at(-1)} (${failures.join('; ')})`;
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0]!;
}

function runsOnGpu(): boolean {
  return (tf.backend() as { isUsingGpuDevice?: boolean }).isUsingGpuDevice === true;
}

/** The cpu backend, and what is built on it, advertises tfjs-node when it is first written to. */
function hideBanner(): void {
  const backend = tf.backend() as { firstUse?: boolean };
  if (backend.firstUse) backend.firstUse = false;
}

/** tfjs-node 4.22 calls a function that Node 23 took out of `node:util`. */
function restoreIsNullOrUndefined(): void {
  const util = process.getBuiltinModule?.('node:util') as { isNullOrUndefined?: (value: unknown) => boolean };
  if (util) util.isNullOrUndefined ??= (value) => value === null || value === undefined;
}
