import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { tarEntries } from '../web-dataset/tar-entries.ts';

/**
 * Unpacks the files of a .tar.gz into a new folder, which appears only when it is whole.
 *
 * @throws Error if the archive is damaged, or holds a name that leads out of it.
 */
export async function unpackArchive(archive: string, folder: string): Promise<void> {
  const part = `${folder}.part`;
  await rm(part, { recursive: true, force: true });
  const packed = createReadStream(archive);
  const unpacked = createGunzip();
  packed.on('error', (error) => unpacked.destroy(error));
  try {
    for await (const entry of tarEntries(packed.pipe(unpacked), archive)) {
      const path = join(part, entry.path);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, await entry.read());
    }
    await rename(part, folder);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (!code?.startsWith('Z_')) throw cause; // not zlib's
    throw new Error(`${archive}: expected a whole gzip file, found ${message}; delete it, and it is got again`, {
      cause,
    });
  } finally {
    packed.destroy();
    await rm(part, { recursive: true, force: true });
  }
}
