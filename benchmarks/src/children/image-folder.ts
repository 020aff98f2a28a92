import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageFolder } from 'selfie-data/node';
import { parse } from '../measured/parse.ts';
import { report } from '../measured/report.ts';

/** What it takes to open a folder of pictures. */
export interface ImageFolderResult {
  /** Seconds the first time, when it is listed. */
  readonly opening: number;
  /** Seconds the second time, from the list that was kept. */
  readonly again: number;
}

const { files: filesText } = parse('files');
const [files, classes] = [Number(filesText), 100];
const folder = mkdtempSync(join(tmpdir(), 'selfie-folder-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (let i = 0; i < classes; i++) {
  mkdirSync(join(folder, 'photos', `class-${i}`), { recursive: true });
  for (let j = 0; j < files / classes; j++) writeFileSync(join(folder, 'photos', `class-${i}`, `${j}.jpg`), '');
}

async function seconds(): Promise<number> {
  const start = performance.now();
  const { length } = await imageFolder(join(folder, 'photos'), { cache: join(folder, 'lists') });
  if (length !== files) throw new Error(`a folder of ${files} pictures: found ${length}`);
  return (performance.now() - start) / 1000;
}

report<ImageFolderResult>({ opening: await seconds(), again: await seconds() });
