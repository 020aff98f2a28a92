import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { encodedPhotos } from './fixtures/encoded-photos.ts';
import { loadPacked } from './load-packed.ts';
import { openPacked } from './open-packed.ts';
import { packDataset } from './pack-dataset.ts';
import { packedHead } from './packed-format.ts';

const folder = await mkdtemp(join(tmpdir(), 'selfie-data-'));
afterAll(() => rm(folder, { recursive: true }));
const file = join(folder, 'photos.safetensors');
await packDataset({ pictures: await encodedPhotos(7), file, shape: [5, 7, 3] });
const whole = await readFile(file);
const headerBytes = Number(whole.readBigUInt64LE());
const header = JSON.parse(whole.toString('utf8', 8, 8 + headerBytes));
const imagesAt = whole.length - 7 * 105;

/** The file with another header, its checksum put right, so that only what it says can be refused. */
function withHeader(change: (text: string) => string): Buffer {
  const text = change(
    whole
      .toString('utf8', 8, 8 + headerBytes)
      .trimEnd()
      .replace(header.__metadata__.checksum, '00000000'),
  );
  const size = Math.max(headerBytes, Math.ceil(Buffer.byteLength(text) / 8) * 8);
  const head = Buffer.alloc(8 + size, ' ');
  head.writeBigUInt64LE(BigInt(size));
  head.write(text, 8);
  const changed = Buffer.concat([head, whole.subarray(8 + headerBytes)]);
  const start = changed.length - 7 * 105;
  changed.write(crc32(changed.subarray(0, start)).toString(16).padStart(8, '0'), 37);
  return changed;
}
const replaced = (from: string, to: string) => withHeader((text) => text.replace(from, to));

async function readEach(path: string): Promise<void> {
  const packed = await openPacked(path);
  try {
    for (let i = 0; i < packed.length; i++) await packed.read(i);
  } finally {
    await packed.close();
  }
}

/** What is said about a file of these bytes, by both readers. */
async function complaint(bytes: Uint8Array): Promise<string> {
  const path = join(folder, 'changed');
  await writeFile(path, bytes);
  const said = (reading: Promise<unknown>) =>
    reading.then(
      () => 'fine',
      ({ message }: Error) => message.replace(`${path} at byte`, 'at'),
    );
  const messages = [await said(loadPacked(path)), await said(readEach(path))];
  expect(messages[1]).toBe(messages[0]);
  return messages[0]!;
}

describe('a packed file', () => {
  test('is laid out as its header says, aligned, with checksums of head and pictures', () => {
    expect(Object.keys(header)).toEqual(['__metadata__', 'checksums', 'labels', 'images']);
    expect(header.images).toEqual({ dtype: 'U8', shape: [7, 5, 7, 3], data_offsets: [56, 56 + 735] });
    expect(header.__metadata__).toEqual({
      checksum: expect.stringMatching(/^[\da-f]{8}$/),
      format: 'selfie-packed-pictures 1',
      resize: '[5,7]',
      classes: '["cat","größer \\"dog\\""]',
    });
    expect([imagesAt % 64, (8 + headerBytes) % 4, imagesAt - headerBytes - 8]).toEqual([0, 0, 56]);
    const sums = Array.from({ length: 7 }, (_, i) =>
      crc32(whole.subarray(imagesAt + 105 * i, imagesAt + 105 * (i + 1))),
    );
    expect(sums).toEqual(Array.from({ length: 7 }, (_, i) => whole.readUInt32LE(8 + headerBytes + 4 * i)));
    const head = Buffer.from(whole.subarray(0, imagesAt));
    head.write('00000000', 37);
    expect(crc32(head).toString(16).padStart(8, '0')).toBe(header.__metadata__.checksum);
  });

  test('is refused with any bit turned, and any byte missing or added', async () => {
    expect(await complaint(whole)).toBe('fine');
    for (let bit = 3; bit < 8 * whole.length; bit += 29) {
      const bytes = Buffer.from(whole);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(await complaint(bytes), `bit ${bit}`).toMatch(/^at \d+: expected .+, found .+; /s);
    }
    for (const length of [0, 7, 8, 36, 37, 300, imagesAt, whole.length - 1]) {
      expect(await complaint(whole.subarray(0, length)), `${length} bytes`).toMatch(
        /^at \d+: expected .+, found .+; /s,
      );
    }
    const more = Buffer.concat([whole, Uint8Array.of(0)]);
    expect(await complaint(more)).toBe(
      `at ${whole.length}: expected ${whole.length} bytes in all, for 7 pictures of [5, 7, 3], found ${more.length}; ` +
        'pack the pictures again, or give another file',
    );
  });

  const otherHeader = 'at 8: expected the header of a file of packDataset, found';
  test.each([
    ['a text', Buffer.from('a text'), 'at 0: expected a file of packDataset, found one of 6 bytes; '],
    [
      'a foreign safetensors file',
      Buffer.from(
        '\x40\0\0\0\0\0\0\0{"weight":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}       \x01\x02',
        'latin1',
      ),
      'at 8: expected a file of packDataset, with {"__metadata__":{"checksum":", found "{\\"weight\\":{\\"dtype\\":\\"U8\\",\\"s',
    ],
    [
      'a header that goes on for ever',
      Buffer.concat([Buffer.alloc(8, 0xff), whole.subarray(8)]),
      `at 0: expected a header of at most ${whole.length - 8} bytes, found one of 18446744073709552000; `,
    ],
    ['no JSON', withHeader((text) => text.slice(0, -1)), otherHeader],
    [
      'another version',
      replaced('selfie-packed-pictures 1', 'selfie-packed-pictures 2'),
      `${otherHeader} the format "selfie-packed-pictures 2" where selfie-packed-pictures 1 is known; `,
    ],
    [
      'a wrong shape',
      replaced('[7,5,7,3]', '[7,5,7]'),
      `${otherHeader} [7,5,7] for the shape of images where 4 whole numbers above 0 belong; `,
    ],
    ['a negative side', replaced('[7,5,7,3]', '[7,-5,7,3]'), `${otherHeader} [7,-5,7,3] for the shape of images`],
    [
      'more pictures than there are atoms',
      replaced('[7,5,7,3]', '[4503599627370496,5,7,3]'),
      `${otherHeader} pictures of the shape [4503599627370496,5,7,3], more than any file holds; `,
    ],
    [
      'another number of pictures',
      replaced('[7,5,7,3]', '[8,5,7,3]'),
      `${otherHeader} {"dtype":"U32","shape":[7],"data_offsets":[0,28]} for checksums where ` +
        '{"dtype":"U32","shape":[8],"data_offsets":[0,32]} belongs; ',
    ],
    [
      'offsets that lie',
      replaced('"data_offsets":[28,56]', '"data_offsets":[24,56]'),
      `${otherHeader} {"dtype":"I32","shape":[7],"data_offsets":[24,56]} for labels where `,
    ],
    [
      'another tensor',
      withHeader((text) =>
        text.replace('"images":', '"more":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"images":'),
      ),
      `${otherHeader} {"dtype":"U8","shape":[0],"data_offsets":[0,0]} for more where nothing belongs; `,
    ],
    [
      'the same twice',
      withHeader((text) => text.replace('"images":', '"labels":7,"labels":0,"images":')),
      `${otherHeader} 0 for labels`,
    ],
    ['spaces', replaced(',"images"', ', "images"'), `${otherHeader} the same in other words; `],
    [
      'larger pictures than the file holds',
      withHeader((text) => text.replace('[7,5,7,3]', '[7,5,7,300]').replace('[56,791]', '[56,73556]')),
      `at ${whole.length}: expected ${whole.length + 72765} bytes in all, for 7 pictures of [5, 7, 300], found ${whole.length}; `,
    ],
    [
      'no resize',
      replaced('"resize":"[5,7]",', ''),
      `${otherHeader} null for resize where 2 whole numbers above 0 belong; `,
    ],
    [
      'classes that are none',
      replaced('"classes":"[', '"classes":"[3,'),
      `${otherHeader} [3,"cat","größer \\"dog\\""] for classes`,
    ],
    [
      'fewer classes than labels say',
      replaced('[\\"cat\\",', '['),
      `at ${8 + headerBytes + 28}: expected labels from 0 to 0, found 1 for picture 1; `,
    ],
  ])('is not %s', async (_, bytes, message) => {
    expect((await complaint(bytes)).slice(0, message.length)).toBe(message);
  });

  test('is named where it is damaged: head and picture', async () => {
    const labels = Buffer.from(whole);
    labels[8 + headerBytes + 28] = 1;
    expect(await complaint(labels)).toMatch(
      /^at 37: expected [\da-f]{8}, the checksum of what precedes the pictures, found [\da-f]{8}; pack the pictures again/,
    );
    const pixels = Buffer.from(whole);
    pixels[imagesAt + 2 * 105 + 11]! ^= 1;
    expect(await complaint(pixels)).toMatch(
      new RegExp(`^at ${imagesAt + 210}: expected picture 2 with the checksum [\\da-f]{8}, found [\\da-f]{8}; pack`),
    );
    await writeFile(join(folder, 'changed'), pixels);
    const packed = await openPacked(join(folder, 'changed'));
    expect((await packed.read(1)).pixels.length).toBe(105);
    await packed.close();
  });

  test('is read by its indices, until it is closed', async () => {
    const packed = await openPacked(file);
    await expect(packed.read(7)).rejects.toThrow('index must be from 0 to 6: got 7; use an index of this file');
    await packed.close();
    await expect(packed.read(0)).rejects.toThrow(`${file}: expected a file of packDataset, found what cannot be read`);
    await expect(openPacked(join(folder, 'none'))).rejects.toThrow(
      'expected a file of packDataset, found no such file',
    );
    await expect(loadPacked(folder)).rejects.toThrow('expected a file of packDataset, found a folder');
  });

  test('has a header of a length that is read', () => {
    const description = { length: 1, shape: [5, 7, 3], resize: [5, 7], labelled: false } as const;
    expect(() => packedHead(description, { checksums: Uint32Array.of(1) }, 2 ** 26 + 64)).toThrow(
      `the header must have at most ${2 ** 26} bytes: got ${2 ** 26 + 52}; leave broken pictures out before packing`,
    );
  });
});
