import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const major = Number(process.versions.node.split('.')[0]);
const lines: string[] = [];

/** Runs the suite on a backend, in a process of its own; gives what it printed last, `backend: passed/failed/pending`. */
async function conformance(backend: string, env: Record<string, string> = {}): Promise<string> {
  const child = spawn(process.execPath, ['node_modules/.cache/conformance.cjs', backend], {
    cwd: packageFolder,
    env: { ...process.env, ...env },
  });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  await new Promise((resolve) => child.on('close', resolve));
  const line = output.match(new RegExp(`^${backend}: .*$`, 'm'))?.[0] ?? output;
  if (backend === 'selfie-wasm') lines.push(...(output.match(/^failed: .*$/gm) ?? []));
  lines.push([line, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)].join(', '));
  return line;
}

describe('the tests of TensorFlow.js (passed/failed/pending)', { concurrent: true }, () => {
  beforeAll(() => execFileSync(process.execPath, ['conformance/bundle.mjs'], { cwd: packageFolder }));
  afterAll(() => console.log(lines.join('\n')));

  it('all pass on selfie-wasm with one thread', async () => {
    expect(await conformance('selfie-wasm', { SELFIE_WASM_THREADS: '1' })).toBe('selfie-wasm: 4225/0/5');
  });

  it('all pass on selfie-wasm with three threads', async () => {
    expect(await conformance('selfie-wasm', { SELFIE_WASM_THREADS: '3' })).toBe('selfie-wasm: 4225/0/5');
  });

  it.runIf(major >= 24)('all pass on selfie-wasm without 256-bit vectors', async () => {
    const env = { SELFIE_WASM_THREADS: '1', SELFIE_WASM_REVECTORIZE: '0' };
    expect(await conformance('selfie-wasm', env)).toBe('selfie-wasm: 4225/0/5');
  });

  it('all pass on stock cpu, which has two tests of its own', async () => {
    expect(await conformance('cpu')).toBe('cpu: 4227/0/5');
  });

  it('do not all pass on stock wasm', async () => {
    expect(await conformance('wasm')).toBe('wasm: 3891/334/5');
  });
});
