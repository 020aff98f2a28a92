import { type JsonReader, jsonReader } from './json-reader.ts';
import { shownName } from './shown-name.ts';

/** A tensor as the header describes it; its bytes stand at `begin` … `end` of the data. */
export interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** What the header of a safetensors file says. */
export interface Header {
  readonly entries: readonly Entry[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** More sides than any tensor has. */
const sidesLimit = 32;

/**
 * Reads the header of a safetensors file, which is JSON of one form only.
 *
 * @throws a sentence if it is not of that form: with other or missing members, a name twice, a number that counts nothing.
 */
export function parseHeader(json: string): Header {
  const entries: Entry[] = [];
  const metadata = new Map<string, string>();
  const reader = jsonReader(json);
  reader.record((name) => {
    if (name === '__metadata__') reader.record((word) => metadata.set(word, reader.text()));
    else entries.push(entryOf(name, reader));
  });
  reader.end();
  return { entries, metadata };
}

function entryOf(name: string, reader: JsonReader): Entry {
  let dtype: string | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  reader.record((member) => {
    if (member === 'dtype') dtype = reader.text();
    else if (member === 'shape') shape = reader.counts(sidesLimit);
    else if (member === 'data_offsets') offsets = reader.counts(2);
    else
      throw new Error(
        `${shownName(name)} has a member ${shownName(member)}: expected dtype, shape and data_offsets alone`,
      );
  });
  const [begin, end] = offsets ?? [];
  if (dtype === undefined || !shape || begin === undefined || end === undefined) {
    throw new Error(`${shownName(name)} is described without a proper dtype, shape and data_offsets`);
  }
  return { name, dtype, shape, begin, end };
}
