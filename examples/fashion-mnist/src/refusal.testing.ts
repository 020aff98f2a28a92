import { expect, vi } from 'vitest';

/** What is said on the error stream when these options are refused, and the exit code. */
export function refusal(parse: () => unknown): [string, unknown] {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('exit');
  });
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(parse).toThrow('exit');
  return [String(write.mock.lastCall![0]).trim(), exit.mock.lastCall![0]];
}
