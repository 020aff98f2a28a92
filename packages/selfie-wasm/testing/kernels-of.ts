import { vi } from 'vitest';
import { backend } from '../src/backend.ts';

/** The WebAssembly kernels that ran in `compute`, those on all threads. */
export function kernelsOf(compute: () => unknown): string[] {
  const run = vi.spyOn(backend().threads, 'run');
  compute();
  const names = run.mock.calls.map(([name]) => name);
  run.mockRestore();
  return names;
}
