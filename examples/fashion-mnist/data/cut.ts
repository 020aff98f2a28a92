// Cuts the first pictures out of the full data set: `npx tsx examples/fashion-mnist/data/cut.ts SOURCE`, where SOURCE
// holds Fashion-MNIST's four files (Debian's dataset-fashion-mnist puts them in /usr/share/datasets/fashion-mnist).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const source = process.argv[2] ?? '/usr/share/datasets/fashion-mnist';

/** The first `count` items of an IDX file: the count is its second 32-bit word, the sizes of one item follow it. */
function first(count: number, idx: Buffer): Buffer {
  const dimensions = idx.readUInt8(3);
  let itemBytes = 1;
  for (let i = 1; i < dimensions; i++) itemBytes *= idx.readUInt32BE(4 + 4 * i);
  const cut = Buffer.from(idx.subarray(0, 4 + 4 * dimensions + count * itemBytes));
  cut.writeUInt32BE(count, 4);
  return cut;
}

for (const [part, count] of [['train', 10_000] as const, ['t10k', 2_000] as const])
  for (const kind of ['images-idx3-ubyte', 'labels-idx1-ubyte']) {
    const file = `${part}-${kind}.gz`;
    const cut = first(count, gunzipSync(readFileSync(join(source, file))));
    writeFileSync(join(import.meta.dirname, file), gzipSync(cut, { level: 9 })); // Node writes no time into the header
  }
