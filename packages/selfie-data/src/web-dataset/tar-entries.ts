import { byteReader } from './byte-reader.ts';
import { BLOCK, parsePaxRecords, parseTarHeader, text } from './tar-header.ts';

/** A file in a tar archive. */
export interface TarEntry {
  readonly path: string;
  /** Where its header begins, or the first of its headers. */
  readonly offset: number;
  /** In bytes. */
  readonly size: number;
  /** Its bytes; only until the next entry is asked for. */
  read(): Promise<Uint8Array>;
}

const MOST_METADATA = 2 ** 20;
const MOST_BYTES = 2 ** 30;

/**
 * The files of a tar archive (ustar, GNU's long names, pax headers), in its order; folders, links and the like are
 * passed over. It holds one file at a time, and only if that is read.
 *
 * @param chunks The archive's bytes from `offset` on, where a header begins.
 * @param name Stands for the archive in errors.
 * @throws Error if the archive is damaged or breaks off, or if a name would lead out of the folder it is unpacked in.
 */
export async function* tarEntries(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  offset = 0,
): AsyncGenerator<TarEntry, void> {
  const reader = byteReader(chunks);
  let position = offset; // of what is read next
  const fail = (at: number, expected: string, found: string) =>
    new Error(`${name} at ${at}: expected ${expected}, found ${found}; get the archive again`);
  const padded = (size: number) => Math.ceil(size / BLOCK) * BLOCK;
  const contents = async (size: number) => {
    const bytes = await reader.take(size);
    if (bytes.length < size) throw fail(position, `${size} bytes of a file`, `the end after ${bytes.length}`);
    position += size;
    return bytes;
  };
  const passTo = async (end: number) => {
    const passed = await reader.skip(end - position);
    if (passed < end - position) throw fail(position, `a file up to ${end}`, `the end after ${passed} bytes`);
    position = end;
  };

  try {
    let start = offset; // of the entry's first header
    let pax = new Map<string, string>();
    let longName: string | undefined;
    for (;;) {
      const at = position;
      const block = await reader.take(BLOCK);
      if (block.length < BLOCK) {
        throw fail(at, 'a header, or zeros at the end', `the end of the archive after ${block.length} bytes`);
      }
      position += BLOCK;
      if (block.every((byte) => byte === 0)) {
        if (at !== start) throw fail(at, 'a file behind its long name', 'the end of the archive');
        return;
      }
      const header = read(() => parseTarHeader(block), at);
      const end = (size: number) => at + BLOCK + padded(size);

      if (header.type === 'x' || header.type === 'L') {
        if (header.size > MOST_METADATA) {
          throw fail(at, `at most ${MOST_METADATA} bytes of names`, `a header of ${header.size}`);
        }
        const bytes = await contents(header.size);
        if (header.type === 'L') longName = text(bytes);
        else pax = read(() => parsePaxRecords(bytes), at);
        await passTo(end(header.size));
        continue;
      }
      if (header.type === 'S' || pax.has('GNU.sparse.major')) throw fail(at, 'files as they are', 'a sparse file');
      if (header.type === 'K' || header.type === 'g') {
        await passTo(end(header.size));
        continue;
      }

      const size = pax.has('size') ? Number(pax.get('size')) : header.size;
      if (!Number.isSafeInteger(size) || size < 0) throw fail(at, "a file's size", `${pax.get('size')}`);
      if (header.type === '0' || header.type === '7') {
        const path = pax.get('path') ?? longName ?? header.path;
        checkPath(path, `${name} at ${at}`);
        yield {
          path,
          offset: start,
          size,
          async read() {
            if (size > MOST_BYTES) throw fail(at, `at most ${MOST_BYTES} bytes of ${path}`, `${size}`);
            return contents(size);
          },
        };
      }
      await passTo(end(size));
      start = position;
      pax = new Map();
      longName = undefined;
    }
  } finally {
    await reader.close();
  }

  function read<T>(parse: () => T, at: number): T {
    try {
      return parse();
    } catch (cause) {
      throw fail(at, 'a header', (cause as Error).message);
    }
  }
}

function checkPath(path: string, where: string): void {
  const leadsOut = /^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0/.test(path);
  if (leadsOut || path === '') {
    throw new Error(
      `${where}: expected a name inside of the archive, found ${JSON.stringify(path)}; do not trust this archive`,
    );
  }
}
