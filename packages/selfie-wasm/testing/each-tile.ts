import { afterAll, beforeAll, describe } from 'vitest';
import { tileNames } from '../src/generated/binaries.ts';
import { machine } from '../src/machine.ts';
import { startBackend } from './start-backend.ts';

/** Declares the same tests once for every tile, each on another number of threads. */
export function describeEachTile(name: string, declareTests: () => void): void {
  describe.each(tileNames.map((name, tile) => ({ tileName: name, tile, threads: tile + 1 })))(
    `${name}, tile $tileName, threads: $threads`,
    ({ tile, threads }) => {
      beforeAll(() => void startBackend(threads, machine(), tile));
      afterAll(() => void startBackend(1));
      declareTests();
    },
  );
}
