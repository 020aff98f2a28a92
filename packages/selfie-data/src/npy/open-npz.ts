import { byteReader } from '../web-dataset/byte-reader.ts';
import { type ByteSource, bytesSource } from './byte-source.ts';
import { type NumpyArray, numpyArray } from './numpy-array.ts';
import { openZip, type ZipMember } from './open-zip.ts';
import { LONGEST_NPY_HEADER, type NpyHeader, parseNpyHeader } from './parse-npy.ts';

/** An array of an npz file of which only the header has been read. */
export interface NpzArray {
  readonly header: NpyHeader;
  /** The bytes of its values, part by part. */
  chunks(): AsyncGenerator<Uint8Array, void>;
  /** All of it. */
  read(): Promise<NumpyArray>;
}

/**
 * The arrays of an npz file, numpy's format for several, by name; an array's header is read when it is asked for, and
 * its values only by `chunks` or `read`.
 *
 * @throws Error if it is no whole zip file.
 */
export async function openNpz(source: ByteSource): Promise<{
  readonly names: readonly string[];
  /** @throws Error if there is no array of that name, or it is not of numbers. */
  array(name: string): Promise<NpzArray>;
}> {
  const members = await openZip(source);
  const names = [...members.keys()].filter((file) => file.endsWith('.npy')).map((file) => file.slice(0, -4));
  return {
    names,
    async array(name) {
      const member = members.get(`${name}.npy`);
      if (!member) {
        throw new Error(
          `${source.name}: expected an array ${name}, found ${names.slice(0, 20).join(', ') || 'none'}; ` +
            `save it with numpy.savez(file, ${name}=…)`,
        );
      }
      return openArray(member, `${source.name} (${name}.npy)`);
    },
  };
}

/**
 * Reads an npz file, numpy's format for several arrays, of numbers; its members may be stored or deflated.
 *
 * @param name Stands for the file in errors.
 * @returns The arrays by name.
 * @throws Error if the bytes are no whole zip file, an array is of pickled objects, or a checksum does not fit.
 */
export async function parseNpz(bytes: Uint8Array, name: string): Promise<ReadonlyMap<string, NumpyArray>> {
  const npz = await openNpz(bytesSource(bytes, name));
  const arrays = new Map<string, NumpyArray>();
  for (const member of npz.names) arrays.set(member, await (await npz.array(member)).read());
  return arrays;
}

async function openArray(member: ZipMember, name: string): Promise<NpzArray> {
  const header = parseNpyHeader(await firstBytes(member), name);
  if (header.end !== member.size) {
    throw new Error(
      `${name}: expected ${header.end} bytes for shape [${header.shape.join(', ')}] of ${header.type}, ` +
        `found ${member.size}; get the file again`,
    );
  }
  async function* chunks() {
    let position = 0;
    for await (const chunk of member.chunks()) {
      const values = chunk.subarray(Math.max(0, header.begin - position));
      position += chunk.length;
      if (values.length > 0) yield values;
    }
  }
  return {
    header,
    chunks,
    async read() {
      const bytes = new Uint8Array(header.end - header.begin);
      let at = 0;
      for await (const chunk of chunks()) {
        bytes.set(chunk, at);
        at += chunk.length;
      }
      return numpyArray(bytes, { ...header, name });
    },
  };
}

/** As many bytes of a member as a header may take, or all if they are fewer. */
async function firstBytes(member: ZipMember): Promise<Uint8Array> {
  const reader = byteReader(member.chunks());
  const bytes = await reader.take(Math.min(member.size, LONGEST_NPY_HEADER));
  await reader.close();
  return bytes;
}
