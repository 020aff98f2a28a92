import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { cornerPlanes } from '../cifar/fixtures/corner-picture.ts';
import { python2Pickle } from '../cifar/fixtures/python2-pickle.ts';
import { parseCifar10, parseCifar100 } from '../cifar/parse-cifar.ts';
import { parseCifarNames } from '../cifar/parse-cifar-names.ts';
import { mutated } from '../fixtures/mutated.ts';
import { parseIdx } from '../idx/parse-idx.ts';
import { parseImageNetSmall } from '../imagenet-small/parse-imagenet-small.ts';
import { pickleFile } from '../pickle/fixtures/pickles.ts';
import { parsePickle } from '../pickle/parse-pickle.ts';
import { npyFile } from './fixtures/npy-files.ts';
import { npzFile } from './fixtures/npz-files.ts';
import { zipOf } from './fixtures/zip-of.ts';
import { parseNpz } from './open-npz.ts';
import { parseNpy } from './parse-npy.ts';

const FILES = 10_000;

const planes = cornerPlanes(32);
const data = { planes: Uint8Array.of(...planes, ...planes), columns: 3072 };
const names = Array.from({ length: 10 }, (_, i) => `name ${i}`);
const idx = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 5, 0, 0, 0, 7, ...planes.subarray(0, 105));
const small = (bytes: Uint8Array) => parseImageNetSmall(bytes, 'file', { side: 2 });

const readers: readonly [string, Uint8Array, (bytes: Uint8Array) => unknown][] = [
  ['IDX', idx, (bytes) => parseIdx(bytes, 'file')],
  ['gzipped IDX', gzipSync(idx), (bytes) => parseIdx(bytes, 'file')],
  ['npy', npyFile('bigEndian'), (bytes) => parseNpy(bytes, 'file')],
  ['stored npz', npzFile('stored'), (bytes) => parseNpz(bytes, 'file')],
  ['deflated npz', npzFile('deflated'), (bytes) => parseNpz(bytes, 'file')],
  ['zip of 64 bits', zipOf({ 'a.npy': npyFile('longs') }, { zip64: true }), (bytes) => parseNpz(bytes, 'file')],
  ['pickle, protocol 2', pickleFile('everything2'), (bytes) => parsePickle(bytes, 'file')],
  ['pickle, protocol 4', pickleFile('everything4'), (bytes) => parsePickle(bytes, 'file')],
  ['pickled names', python2Pickle({ label_names: names }), (bytes) => parseCifarNames(bytes, 'file')],
  ['CIFAR-10, binary', Uint8Array.of(3, ...planes, 9, ...planes), (bytes) => parseCifar10(bytes, 'file')],
  ['CIFAR-10, pickled', python2Pickle({ data, labels: [3, 9] }), (bytes) => parseCifar10(bytes, 'file')],
  ['CIFAR-100, binary', Uint8Array.of(3, 1, ...planes, 9, 9, ...planes), (bytes) => parseCifar100(bytes, 'file')],
  ['ImageNet, npz', npzFile('deflated'), small],
  ['ImageNet, protocol 2', pickleFile('protocol2'), small],
  ['ImageNet, protocol 3', pickleFile('protocol3'), small],
  ['ImageNet, protocol 4', pickleFile('protocol4'), small],
  ['ImageNet, protocol 5', pickleFile('protocol5'), small],
];

test.each(readers)(
  `${FILES} mutations of %s give data or a sentence, in little time and memory`,
  async (_, file, read) => {
    const worst = { seconds: 0, bytes: 0 };
    let refused = 0;
    for (let count = 0; count < FILES; count++) {
      const bytes = new Uint8Array(mutated(file, count).bytes);
      const before = process.memoryUsage().arrayBuffers;
      const started = performance.now();
      try {
        await read(bytes);
      } catch (error) {
        refused++;
        expect((error as Error).constructor, `file ${count}: ${(error as Error).stack}`).toBe(Error);
        expect((error as Error).message, `file ${count}`).toMatch(/^file\b.{20,1000}$/su);
      }
      worst.seconds = Math.max(worst.seconds, (performance.now() - started) / 1000);
      worst.bytes = Math.max(worst.bytes, process.memoryUsage().arrayBuffers - before);
    }
    expect(refused).toBeGreaterThan(FILES / 20);
    expect(refused).toBeLessThan(FILES);
    expect(worst.seconds).toBeLessThan(2);
    expect(worst.bytes).toBeLessThan(2 ** 20);
  },
);
