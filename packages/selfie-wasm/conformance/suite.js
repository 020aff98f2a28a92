/**
 * Runs TensorFlow.js's own tests on the backend that the command line names; prints each failure, and in the end
 * `backend: passed/failed/pending`. bundle.mjs makes it into what Node can run.
 */
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util.js';
import jasmineRequire from 'jasmine-core/lib/jasmine-core/jasmine.js';
import { uniform } from 'selfie-random';

const backends = {
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  async wasm() {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    setWasmPaths('node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  },
  'selfie-wasm': () => import('../src/index.ts'),
};

// Tests of random operations compare means with tolerances: the same draws each time, so that none fails by chance.
let draws = 0;
Math.random = () => uniform({ seed: 1, stream: 0, site: 'Math.random', index: draws++ });

const name = process.argv[2];
const counts = { passed: 0, failed: 0, pending: 0, excluded: 0 };

function fail({ fullName }, { message }) {
  counts.failed++;
  console.log(`failed: ${fullName}: ${message}`);
}

const reporter = {
  specDone(spec) {
    if (spec.status !== 'failed') counts[spec.status]++;
    for (const failure of spec.failedExpectations.slice(0, 1)) fail(spec, failure);
  },
  suiteDone(suite) {
    for (const failure of suite.failedExpectations) fail(suite, failure);
  },
  jasmineDone: () => console.log(`${name}: ${counts.passed}/${counts.failed}/${counts.pending}`),
};

async function run() {
  const jasmine = jasmineRequire.core(jasmineRequire);
  const environment = jasmine.getEnv({ suppressLoadErrors: true });
  Object.assign(globalThis, { jasmine }, jasmineRequire.interface(jasmine, environment));
  jasmine.DEFAULT_TIMEOUT_INTERVAL = 120_000; // a machine may be busy
  environment.configure({ random: false });
  environment.addReporter(reporter);
  setTestEnvs([{ name, backendName: name, isDataSync: true }]);
  await backends[name]();
  await import('@tensorflow/tfjs-core/dist/tests.js');
  environment.execute();
}

run();
