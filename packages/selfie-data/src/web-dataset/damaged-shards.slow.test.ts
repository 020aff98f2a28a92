import { expect, test } from 'vitest';
import { watched } from '../../../../testing/watched.ts';
import { type Draw, type Mutation, mutated } from '../fixtures/mutated.ts';
import { mutations } from './fixtures/mutations.ts';
import { inChunks, tarArchive } from './fixtures/tar-archive.ts';
import { shardSamples } from './shard-samples.ts';
import { tarEntries } from './tar-entries.ts';

const archives = 10_000;

const whole = tarArchive([
  { path: 'a.jpg', contents: 'first' },
  { path: 'a.cls', contents: '7' },
  { path: 'folder', contents: '', type: '5' },
  { path: '././@LongLink', contents: `${'long/'.repeat(40)}b.png\0`, type: 'L' },
  { path: 'long', contents: 'x'.repeat(1500) },
  { path: 'pax', contents: '22 path=größe/c.gif\n17 size=00000007\n', type: 'x' },
  { path: 'c', contents: 'picture' },
  { path: 'größe/c.json', contents: '{"label": 3}' },
  { path: 'd.webp', contents: '', patch: { 124: Buffer.from('800000000000000000000000', 'hex') } },
]);

async function pictureSizes(bytes: Uint8Array): Promise<number[]> {
  const found: number[] = [];
  for await (const { bytes: picture, offset } of shardSamples(tarEntries(inChunks(bytes), 'a.tar'), 'a.tar')) {
    expect(offset % 512).toBe(0);
    found.push(picture.length);
  }
  return found;
}

/** Damages a header, or two, and makes its checksum right again, so that it is believed. */
const inHeaders =
  (damage: (header: Buffer, draw: Draw) => void): Mutation =>
  (bytes, draw) => {
    const headers = Array.from({ length: bytes.length / 512 }, (_, i) => bytes.subarray(512 * i, 512 * i + 512)).filter(
      (block) => block.toString('latin1', 257, 262) === 'ustar',
    );
    for (let i = draw(2); i >= 0; i--) {
      const header = headers[draw(headers.length)]!;
      damage(header, draw);
      header.fill(' ', 148, 156);
      const sum = header.reduce((total, byte) => total + byte, 0);
      header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    }
    return bytes;
  };
const ways: Readonly<Record<string, Mutation>> = {
  ...mutations,
  'a believed bit': inHeaders((header, draw) => {
    header[draw(512)]! ^= 1 << draw(8);
  }),
  'a believed size': inHeaders((header, draw) => {
    header.write(
      ['77777777777', '00000000777', '00000002000', '        1', '-1', ''][draw(6)]!.padEnd(12, '\0'),
      124,
      'latin1',
    );
  }),
  'a believed big size': inHeaders((header, draw) => {
    header.fill(0, 124, 136)[124] = 0x80;
    header[125 + draw(11)] = 1 + draw(255);
  }),
  'a believed type': inHeaders((header, draw) => {
    header[156] = '0123457xgLKSVDM\0'.charCodeAt(draw(16));
  }),
  'a believed name': inHeaders((header, draw) => {
    header.write(
      ['../a.jpg', '/a.jpg', 'a.jpg', '.', 'a\\..\\b.jpg', 'größe.png'][draw(6)]!.padEnd(100, '\0'),
      0,
      'utf8',
    );
  }),
};

test(`${archives} damaged shards give a sentence or samples, in little time and memory`, {
  timeout: 600_000,
}, async () => {
  expect(await pictureSizes(whole)).toEqual([5, 1500, 7, 0]);
  const counts = new Map<string, { refused: number; read: number }>();
  const worst = { seconds: 0, arrays: 0, heap: 0 };
  for (let number = 0; number < archives; number++) {
    const { name, bytes } = mutated(whole, number, ways);
    const { result, error, ...costs } = await watched(() => pictureSizes(bytes));
    const count = counts.get(name) ?? { refused: 0, read: 0 };
    counts.set(name, count);
    if (error) {
      count.refused++;
      expect((error as Error).constructor, `archive ${number}, ${name}`).toBe(Error);
      expect((error as Error).message).toMatch(/^a\.tar at \d+.*: expected .{5,700}$/su);
    } else {
      count.read++;
      expect(result!.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(bytes.length);
    }
    for (const cost of ['seconds', 'arrays', 'heap'] as const) worst[cost] = Math.max(worst[cost], costs[cost]);
  }
  console.log(counts, worst);
  expect(worst.seconds).toBeLessThan(2);
  expect(worst.arrays).toBeLessThan(2 ** 18);
  expect(worst.heap).toBeLessThan(2 ** 22);
});
