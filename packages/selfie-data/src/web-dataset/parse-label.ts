/**
 * The class that an entry of a shard says: `cls` holds a number; `json` a number or a class's name, alone or as the
 * field `label`, `cls` or `class`; `txt` a number or a class's name. Undefined for what says no class: JSON of something
 * else, or a text that is no number where the classes have no names (a caption).
 *
 * @param origin Stands for the entry in errors.
 * @throws Error if what should be a class is none.
 */
export function parseLabel(
  kind: 'cls' | 'json' | 'txt',
  text: string,
  origin: string,
  classes?: readonly string[],
): number | undefined {
  const found = kind === 'json' ? jsonLabel(text, origin) : text.trim();
  if (found === undefined) return undefined;
  if (kind === 'txt' && !classes && !/^\d+$/.test(String(found))) return undefined;
  const named = classes ? classes.indexOf(String(found)) : -1;
  const label = named >= 0 ? named : /^\d{1,9}$/.test(String(found)) ? Number(found) : -1;
  if (label < 0 || (classes && label >= classes.length)) {
    const expected = classes ? `one of ${classes.length} classes` : 'the number of a class';
    throw new Error(
      `${origin}: expected ${expected}, found ${JSON.stringify(String(found).slice(0, 40))}; correct the shard or the classes`,
    );
  }
  return label;
}

function jsonLabel(text: string, origin: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${origin}: expected JSON, found ${(cause as Error).message}; correct the shard`, { cause });
  }
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const { label, cls, class: named } = value as Record<string, unknown>;
  return [label, cls, named].find((field) => typeof field === 'number' || typeof field === 'string');
}
