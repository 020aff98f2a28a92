import { defineConfig } from 'tsup';

/** The build of every package: ESM and CommonJS with types, for browsers and Node alike. */
export const library = (entry: string[] | Record<string, string>) =>
  defineConfig({
    entry,
    format: ['esm', 'cjs'],
    target: 'es2022',
    dts: { compilerOptions: { customConditions: [] } },
    sourcemap: true,
    clean: true,
    treeshake: true,
    shims: true,
  });
