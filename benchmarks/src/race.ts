import type { Contestant } from './contestant.ts';
import { runContestant } from './run-contestant.ts';

/** What each round of a contestant measured; undefined if it is not installed. */
export type Results = <T>(contestant: Contestant<T>) => readonly T[] | undefined;

/**
 * Lets every contestant run once a round, one after the other, each different one once however often it is listed: what
 * disturbs the machine for a while disturbs all of them.
 */
export async function race(contestants: readonly Contestant<unknown>[], rounds: number): Promise<Results> {
  const different = new Map(contestants.map((contestant) => [JSON.stringify(contestant), contestant]));
  const results = new Map<string, unknown[] | undefined>([...different.keys()].map((key) => [key, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [key, contestant] of different) {
      const result = results.get(key) && (await runContestant(contestant));
      if (result === undefined) results.set(key, undefined);
      else results.get(key)!.push(result);
    }
  }
  return <T>(contestant: Contestant<T>) => results.get(JSON.stringify(contestant)) as T[] | undefined;
}
