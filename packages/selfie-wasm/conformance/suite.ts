import jasmineRequire from 'jasmine-core/lib/jasmine-core/jasmine.js';

const _backend = process.argv[2]!;
const _backends: Record<string, () => Promise<unknown>> = {
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  wasm: () => import('./stock-wasm.ts'),
  'selfie-wasm': () => import('../src/index.ts'),
};
const jasmine = jasmineRequire.core(jasmineRequire);
const environment = jasmine.getEnv({ suppressLoadErrors: true });
Object.assign(globalThis, { jasmine }, jasmineRequire.interface(jasmine, environment));
