import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { pythonWith } from '../../../../testing/python.ts';
import { encodedPhotos } from './fixtures/encoded-photos.ts';
import { loadPacked } from './load-packed.ts';
import { packDataset } from './pack-dataset.ts';

/** What Python finds in a file: tensors by the module of this name, and whether all checksums are right. */
const read = (module: 'numpy' | 'torch') => `
import hashlib, json, sys, zlib
from safetensors import safe_open
path = sys.argv[1]
with safe_open(path, '${module === 'numpy' ? 'numpy' : 'pt'}') as file:
    tensors = {name: file.get_tensor(name) for name in file.keys()}
    third = file.get_slice('images')[2]
    metadata = file.metadata()
arrays = {name: ${module === 'numpy' ? 'tensor' : 'tensor.numpy()'} for name, tensor in tensors.items()}
content = open(path, 'rb').read()
head = content[:len(content) - arrays['images'].nbytes]
print(json.dumps({
    'types': {name: str(array.dtype) for name, array in arrays.items()},
    'images': [list(arrays['images'].shape), hashlib.sha256(arrays['images'].tobytes()).hexdigest()],
    'third': bool((third == tensors['images'][2]).all()),
    'labels': arrays['labels'].tolist(),
    'pictures are whole': [zlib.crc32(image.tobytes()) for image in arrays['images']] == arrays['checksums'].tolist(),
    'head is whole': zlib.crc32(head.replace(metadata['checksum'].encode(), b'00000000', 1)) == int(metadata['checksum'], 16),
    'classes': json.loads(metadata['classes']),
}))`;

const folder = await mkdtemp(join(tmpdir(), 'selfie-data-'));
afterAll(() => rm(folder, { recursive: true }));
const file = join(folder, 'photos.safetensors');
const photos = await encodedPhotos(7);
const withBroken = {
  ...photos,
  read: async (index: number) => ({ ...photos.encoded[index]!, ...(index === 3 && { bytes: new Uint8Array(0) }) }),
};

describe.each(['numpy', 'torch'] as const)("Python's safetensors with %s", (module) => {
  const python = pythonWith(`safetensors.${module}`);

  test.runIf(python).each([
    [7, photos],
    [6, withBroken],
  ] as const)('reads a file of %i pictures', async (count, pictures) => {
    await packDataset({ pictures, file, shape: [3, 5, 3] }); // 45 bytes a picture
    const { images, labels, length } = await loadPacked(file);
    expect(length).toBe(count);
    const found = JSON.parse(execFileSync(python!, ['-c', read(module), file], { encoding: 'utf8' }));
    expect(found).toEqual({
      types: { images: 'uint8', labels: 'int32', checksums: 'uint32' },
      images: [[count, 3, 5, 3], createHash('sha256').update(images).digest('hex')],
      third: true,
      labels: [...labels!],
      'pictures are whole': true,
      'head is whole': true,
      classes: photos.classes,
    });
  });
});
