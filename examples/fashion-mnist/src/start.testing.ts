import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll } from 'vitest';

/** Changes the contents of a gzipped file. */
export function rewrite(folder: string, file: string, change: (idx: Buffer) => Buffer): void {
  const path = join(folder, file);
  writeFileSync(path, gzipSync(change(gunzipSync(readFileSync(path)))));
}

/** A folder for this file's tests, with the first pictures of the data set: 200 to learn from and 40 to test on. */
export function scratch(): { data: string; folder: () => string } {
  const root = mkdtempSync(join(tmpdir(), 'fashion-mnist-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const data = join(root, 'data');
  cpSync(fileURLToPath(new URL('../data', import.meta.url)), data, { recursive: true });
  for (const [part, count] of [['train', 200] as const, ['t10k', 40] as const])
    for (const [kind, header, size] of [['images-idx3', 16, 784] as const, ['labels-idx1', 8, 1] as const])
      rewrite(data, `${part}-${kind}-ubyte.gz`, (idx) => {
        idx.writeUInt32BE(count, 4);
        return idx.subarray(0, header + count * size);
      });
  let folders = 0;
  return { data, folder: () => join(root, `folder${++folders}`) };
}

/** Runs the example as `npm start` does, but on the packages' sources. */
export const start = starter(new URL('../main.ts', import.meta.url));

/** What runs an example as its npm script does, but on the packages' sources, with these flags of Node's. */
export function starter(main: URL, flags: readonly string[] = []) {
  return (options: string[], onOutput: (child: ChildProcess, output: string) => void = () => {}) => {
    const args = ['--conditions=selfie-source', '--import', 'tsx', ...flags, fileURLToPath(main), ...options];
    const child = spawn(process.execPath, args);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        output += text;
        onOutput(child, output);
      });
    return new Promise<{ code: number | null; output: string }>((resolve) => {
      child.on('close', (code) => resolve({ code, output }));
    });
  };
}
