/**
 * Keeps what was loaded last, up to a number of bytes and at least one thing; what is being loaded is not loaded twice,
 * and what could not be loaded is tried again.
 */
export function recentlyUsed<T>(
  mostBytes: number,
  load: (key: number) => Promise<T>,
): (key: number, bytes: number) => Promise<T> {
  const kept = new Map<number, { bytes: number; value: Promise<T> }>(); // the last used at the end
  let sum = 0;
  const drop = (key: number) => {
    sum -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  };
  return (key, bytes) => {
    const found = kept.get(key);
    drop(key);
    const value = found?.value ?? load(key);
    kept.set(key, { bytes, value });
    sum += bytes;
    if (!found) value.catch(() => kept.get(key)?.value === value && drop(key));
    for (const oldest of kept.keys()) {
      if (sum <= mostBytes || oldest === key) break;
      drop(oldest);
    }
    return value;
  };
}
