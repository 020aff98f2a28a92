import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodedPhotos } from './encoded-photos.ts';

/** A folder of different JPEGs of 500×375 pixels, which goes with the process. */
export async function photoFolder(count: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'selfie-photos-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const photos = await encodedPhotos(count);
  for (let i = 0; i < count; i++) writeFileSync(join(folder, `${i}.jpg`), (await photos.read(i)).bytes);
  return folder;
}
