import { defineConfig } from 'tsup';

const children = [
  ...['products', 'step', 'inference', 'start-up', 'chromium'],
  ...['small-batches', 'photos', 'waiting', 'image-folder'],
];

/** The command and the programs of its child processes, side by side in one folder. */
export default defineConfig({
  entry: { main: 'src/main.ts', ...Object.fromEntries(children.map((name) => [name, `src/children/${name}.ts`])) },
  format: 'esm',
  target: 'node20',
  clean: true,
  silent: true,
});
