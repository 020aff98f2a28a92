import type { EncodedPicture } from '../sources/picture.ts';
import { parseLabel } from './parse-label.ts';
import type { TarEntry } from './tar-entries.ts';

/** A picture of a shard. */
export interface ShardSample extends EncodedPicture {
  /** Where its first header begins in the shard. */
  readonly offset: number;
}

const PICTURES = new Set(['jpg', 'jpeg', 'png', 'webp', 'gif', 'img']);
const LABELS = ['cls', 'json', 'txt'] as const; // in the order in which they are believed

/**
 * The pictures of a shard, with their labels: neighbouring entries belong together if their names agree up to the first
 * dot of the last part; the rest of the name, in small letters, says what an entry is. A sample without a picture is
 * passed over; of several pictures the first counts.
 *
 * @param name Stands for the shard in errors.
 * @throws Error if a label is none, or as `tarEntries` does.
 */
export async function* shardSamples(
  entries: AsyncIterable<TarEntry>,
  name: string,
  classes?: readonly string[],
): AsyncGenerator<ShardSample, void> {
  let key: string | undefined;
  let offset = 0;
  let picture: { bytes: Uint8Array; origin: string } | undefined;
  let labels = new Map<string, { text: string; origin: string }>();
  const finished = (): ShardSample | undefined => {
    if (!picture) return undefined;
    for (const kind of LABELS) {
      const entry = labels.get(kind);
      const label = entry && parseLabel(kind, entry.text, entry.origin, classes);
      if (label !== undefined) return { ...picture, label, offset };
    }
    return { ...picture, offset };
  };

  for await (const entry of entries) {
    const parts = /^((?:.*\/)?[^./]+)\.([^/]*)$/.exec(entry.path);
    if (!parts) continue;
    const kind = parts[2]!.toLowerCase();
    if (parts[1] !== key) {
      const sample = finished();
      if (sample) yield sample;
      key = parts[1];
      offset = entry.offset;
      picture = undefined;
      labels = new Map();
    }
    const origin = `${name} at ${entry.offset} (${entry.path})`;
    if (PICTURES.has(kind)) picture ??= { bytes: await entry.read(), origin };
    else if (LABELS.includes(kind as 'cls')) {
      labels.set(kind, { text: new TextDecoder().decode(await entry.read()), origin });
    }
  }
  const sample = finished();
  if (sample) yield sample;
}
