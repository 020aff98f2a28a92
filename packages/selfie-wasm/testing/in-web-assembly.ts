import { expect } from 'vitest';
import { backend } from '../src/backend.ts';

/** What `compute` gives, which must not have fallen back to a kernel in JavaScript. */
export function inWebAssembly<T>(compute: () => T): T {
  const before = new Map(backend().javaScriptKernels);
  const result = compute();
  expect(new Map(backend().javaScriptKernels)).toEqual(before);
  return result;
}
