/** Bundles TensorFlow.js's own tests, with this package's source and the stock backends, into node_modules/.cache/conformance.cjs. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

await build({
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  entryPoints: ['conformance/suite.js'],
  outfile: 'node_modules/.cache/conformance.cjs',
  bundle: true,
  platform: 'node',
  mainFields: ['module', 'main'], // tests, backends and gradients share one copy of tfjs-core
  conditions: ['selfie-source'],
  ignoreAnnotations: true, // tfjs-core says that its tests have no side effects
  external: ['jasmine-core'], // it does not run in strict mode
  logLevel: 'error',
});
