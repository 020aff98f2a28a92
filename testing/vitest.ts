import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** A TensorFlow.js backend that a package's tests run on; `selfie-wasm-128` goes without the vectors of 256 bits that Node 24 has. */
type Backend = 'cpu' | 'selfie-wasm' | 'selfie-wasm-128';

const conditions = ['selfie-source', 'node', 'import', 'module', 'default'];
const workerSources = ['--import', fileURLToPath(new URL('./worker-sources.mjs', import.meta.url))];
const slow = 'src/**/*.slow.test.ts';

/**
 * One vitest project a backend, each test file in a process of its own; no backend: one project without TensorFlow.js.
 * Where the package starts worker threads of its own, they run its sources, too.
 * `vitest run` leaves out the slow tests, `vitest run --mode slow` runs only them.
 */
export const tests = (backends: Backend[], { startsThreads = false } = {}) =>
  defineConfig(({ mode }) => ({
    test: {
      passWithNoTests: mode === 'slow',
      projects: (backends.length === 0 ? ['plain' as const] : backends).map((backend) => ({
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: {
          name: backend,
          pool: 'forks' as const,
          execArgv: startsThreads ? workerSources : [],
          include: [mode === 'slow' ? slow : 'src/**/*.test.ts'],
          exclude: mode === 'slow' ? [] : [slow],
          setupFiles: backend === 'plain' ? [] : [fileURLToPath(new URL(`./${backend}.ts`, import.meta.url))],
          env: { SELFIE_WASM_THREADS: '1' },
          testTimeout: 600_000, // for what hangs, not for what is slow
          hookTimeout: 600_000,
        },
      })),
    },
  }));
