import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { pythonWith } from '../../../../testing/python.ts';
import type { ImageDataset } from '../dataset.ts';
import { readImageNetSmall } from '../imagenet-small/read-imagenet-small.ts';
import { readCifar10, readCifar100 } from './read-cifar.ts';

/** Writes each data set as its authors do, and says what must be read: labels, and the SHA-256 of `[b, h, w, c]`. */
const write = `
import hashlib, json, os, pickle, sys
import numpy
random = numpy.random.default_rng(7)
expected = {}

def digest(planes, side):
    pictures = planes.reshape(-1, 3, side, side).transpose(0, 2, 3, 1)
    return hashlib.sha256(numpy.ascontiguousarray(pictures).tobytes()).hexdigest()

def folder(*parts):
    path = os.path.join(sys.argv[1], *parts)
    os.makedirs(path, exist_ok=True)
    return path

def pickled(path, value, protocol):
    with open(path, 'wb') as file:
        pickle.dump(value, file, protocol)

names = ['class %d' % i for i in range(100)]
planes = random.integers(0, 256, (35, 3072), numpy.uint8)
labels = random.integers(0, 10, 35)
for protocol in (2, 3, 4, 5):
    path = folder('python%d' % protocol, 'cifar-10-batches-py')
    for batch in range(5):
        part = slice(7 * batch, 7 * batch + 7)
        pickled(os.path.join(path, 'data_batch_%d' % (batch + 1)), {'batch_label': 'x', 'labels': labels[part].tolist(),
            'data': planes[part], 'filenames': ['%d.png' % i for i in range(7)]}, protocol)
    pickled(os.path.join(path, 'batches.meta'), {'num_cases_per_batch': 10000, 'label_names': names[:10], 'num_vis': 3072}, protocol)
for batch in range(5):
    part = slice(7 * batch, 7 * batch + 7)
    records = numpy.concatenate([labels[part, None].astype(numpy.uint8), planes[part]], 1)
    records.tofile(os.path.join(folder('binary'), 'data_batch_%d.bin' % (batch + 1)))
expected['cifar10'] = [labels.tolist(), digest(planes, 32)]

fine, coarse = random.integers(0, 100, 35), random.integers(0, 20, 35)
pickled(os.path.join(folder('python2', 'cifar-100-python'), 'train'), {'filenames': names[:35], 'batch_label': 'x',
    'fine_labels': fine.tolist(), 'coarse_labels': coarse.tolist(), 'data': planes}, 2)
numpy.concatenate([coarse[:, None].astype(numpy.uint8), fine[:, None].astype(numpy.uint8), planes], 1).tofile(
    os.path.join(folder('binary', 'cifar-100-binary'), 'train.bin'))
expected['cifar100'] = [fine.tolist(), coarse.tolist(), digest(planes, 32)]

for side in (16, 32, 64):
    planes = random.integers(0, 256, (150, 3 * side * side), numpy.uint8)
    planes[20:40] = 7
    labels = random.integers(1, 1001, 150)
    mean = planes.mean(0)
    for batch in range(10):
        part = slice(15 * batch, 15 * batch + 15)
        for kind, save in (('stored', numpy.savez), ('deflated', numpy.savez_compressed)):
            save(os.path.join(folder('%s%d' % (kind, side)), 'train_data_batch_%d' % (batch + 1)),
                data=planes[part], labels=labels[part], mean=mean)
        pickled(os.path.join(folder('pickled%d' % side), 'train_data_batch_%d' % (batch + 1)),
            {'data': planes[part], 'labels': labels[part].tolist(), 'mean': mean}, 3)
    expected['imagenet%d' % side] = [(labels - 1).tolist(), digest(planes, side)]
print(json.dumps(expected))`;

const python = pythonWith('numpy');

describe.runIf(python)("Python's files", () => {
  const root = mkdtempSync(join(tmpdir(), 'selfie-data-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const expected = python ? JSON.parse(execFileSync(python, ['-c', write, root], { encoding: 'utf8' })) : {};
  const digest = ({ images }: ImageDataset) => createHash('sha256').update(images).digest('hex');

  test.each(['python2', 'python3', 'python4', 'python5', 'binary'])('of CIFAR-10, %s', async (folder) => {
    const data = await readCifar10(join(root, folder));
    expect([[...data.labels], digest(data)]).toEqual(expected.cifar10);
    if (folder !== 'binary') expect(data.classNames?.[9]).toBe('class 9');
  });

  test.each(['python2', 'binary'])('of CIFAR-100, %s', async (folder) => {
    const fine = await readCifar100(join(root, folder));
    const coarse = await readCifar100(join(root, folder), { labels: 'coarse' });
    expect([[...fine.labels], [...coarse.labels], digest(fine)]).toEqual(expected.cifar100);
    expect(digest(coarse)).toBe(digest(fine));
  });

  test.each([16, 32, 64].flatMap((side) => ['stored', 'deflated', 'pickled'].map((kind) => [kind, side] as const)))(
    'of downsampled ImageNet, %s, side %i',
    async (kind, side) => {
      const data = await readImageNetSmall(join(root, `${kind}${side}`), { side });
      expect([[...data.labels], digest(data)]).toEqual(expected[`imagenet${side}`]);
    },
  );
});
