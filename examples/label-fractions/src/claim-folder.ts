import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from 'example-fashion-mnist/src/outputs.ts';
import { augment, normalise, type Pictures } from 'example-fashion-mnist/src/pictures.ts';
import type { Plan } from './plan.ts';

/**
 * Notes in a folder what its runs are made of, so that no run goes on with what another made: the plan, and a hash of the
 * pictures and labels.
 *
 * @throws if another plan or other pictures are noted there.
 */
export async function claimFolder(folder: string, { train, test }: Pictures, plan: Plan): Promise<void> {
  const hash = createHash('sha256');
  for (const { images, labels } of [train, test]) hash.update(images).update(labels);
  const now = `${JSON.stringify({ pictures: hash.digest('hex'), augment, normalise, plan }, null, 2)}\n`;
  const file = join(folder, 'settings.json');
  const before = await readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (before !== undefined && before !== now) {
    throw new Error(`${file} is of other pictures or another plan: choose another folder with --out`);
  }
  await mkdir(folder, { recursive: true });
  writeWhole(file, now);
}
