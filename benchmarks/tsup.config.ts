import { defineConfig } from 'tsup';

/** The command and the programs of its child processes, side by side. */
export default defineConfig({
  entry: ['src/main.ts', 'src/children/*.ts'],
  outDir: 'dist',
  format: 'esm',
  target: 'node20',
  clean: true,
  silent: true,
});
