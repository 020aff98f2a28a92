/**
 * What `make` gives for 0, 1, …, in this order; at most `atOnce` of them are being made or wait to be taken.
 *
 * @param make Must not throw: nobody would hear it once the rest is not wanted any more.
 */
export async function* inOrder<T>(
  count: number,
  atOnce: number,
  make: (index: number) => Promise<T>,
): AsyncGenerator<T, void, undefined> {
  const started: Promise<T>[] = [];
  for (let next = 0; next < count || started.length > 0; ) {
    while (next < count && started.length < atOnce) started.push(make(next++));
    yield await started.shift()!;
  }
}
