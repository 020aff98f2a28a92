/** Compiles assembly/ into WebAssembly, once for each kind of machine, and the worker into a string; both as modules under src/generated. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { build } from 'esbuild';
import { tileNames, tilesSource } from './tiles.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
mkdirSync('assembly/generated', { recursive: true });
mkdirSync('src/generated', { recursive: true });
writeFileSync('assembly/generated/tiles.ts', tilesSource());

const compile = async (memory, features) => {
  const { error, stderr, binary } = await assemble([
    'assembly/index.ts',
    '--outFile',
    'binary.wasm',
    '--runtime',
    'stub',
    '-O3',
    '--noAssert',
    '--importMemory',
    '--initialMemory',
    '1',
    '--maximumMemory',
    '65536',
    '--memoryBase',
    '4096',
    '--enable',
    `simd,bulk-memory,${features}`,
    ...memory,
  ]);
  if (error) throw new Error(`assembly/ does not compile: ${error.message}\n${stderr}`);
  return Buffer.from(binary).toString('base64');
};

const assemble = async (options) => {
  let binary;
  const { error, stderr } = await asc.main(options, {
    readFile: (name, base) => {
      try {
        return readFileSync(`${base}/${name}`, 'utf8');
      } catch {
        return null;
      }
    },
    writeFile: (_name, contents) => {
      binary = contents;
    },
  });
  return { error, stderr: stderr.toString(), binary };
};

const shared = ['--sharedMemory'];
const binaries = {
  sharedFused: await compile(shared, 'threads,relaxed-simd'),
  shared: await compile(shared, 'threads'),
  unsharedFused: await compile([], 'relaxed-simd'),
  unshared: await compile([], 'simd'),
};
writeFileSync(
  'src/generated/binaries.ts',
  `// Written by scripts/assemble.mjs.
/** The WebAssembly of assembly/ in base64: for shared memory or not, with fused multiply-add (relaxed SIMD) or not. */
export const binaries = ${JSON.stringify(binaries, null, 2)};
/** The register tiles by their number: rows × columns, and how they are computed where there are two of a shape. */
export const tileNames: readonly string[] = ${JSON.stringify(tileNames)};
`,
);

const worker = await build({
  entryPoints: ['src/worker.ts'],
  bundle: true,
  format: 'iife',
  platform: 'neutral',
  external: ['node:worker_threads'],
  minify: true,
  write: false,
  target: 'es2022',
});
writeFileSync(
  'src/generated/worker-source.ts',
  `// Written by scripts/assemble.mjs.
/** The script of a worker thread. */
export const workerSource = ${JSON.stringify(worker.outputFiles[0].text)};
`,
);
