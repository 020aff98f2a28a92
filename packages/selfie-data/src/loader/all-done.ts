/**
 * What several promises give, once all of them are settled: nothing of them goes on then.
 *
 * @throws what is thrown first.
 */
export async function allDone<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const all = Promise.all(promises);
  all.catch(() => {}); // thrown below
  await Promise.allSettled(promises);
  return all;
}
