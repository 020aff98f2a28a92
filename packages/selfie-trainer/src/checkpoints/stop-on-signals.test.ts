import { afterEach, expect, test } from 'vitest';
import { type SignalStop, stopOnSignals } from './stop-on-signals.ts';

const before = { SIGINT: process.listeners('SIGINT'), SIGTERM: process.listeners('SIGTERM') };
let stop: SignalStop;
afterEach(() => stop.dispose());

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the run, and a second is not held back', async (name) => {
  stop = stopOnSignals();
  expect(stop.signal.aborted).toBe(false);
  process.emit(name, name);
  expect(stop.signal.aborted).toBe(true);
  expect(stop.signal.reason.message).toBe(`${name}: the run ends after this step; once more ends it at once`);
  expect(process.listeners('SIGINT')).toEqual(before.SIGINT);
  expect(process.listeners('SIGTERM')).toEqual(before.SIGTERM);
});

test('leaves signals alone after its time', () => {
  stop = stopOnSignals();
  expect(process.listenerCount('SIGINT')).toBe(before.SIGINT.length + 1);
  stop.dispose();
  stop.dispose();
  expect(process.listeners('SIGINT')).toEqual(before.SIGINT);
  expect(stop.signal.aborted).toBe(false);
});
