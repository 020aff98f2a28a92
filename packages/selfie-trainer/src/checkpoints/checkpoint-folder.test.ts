import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadTensors, saveVariables } from '../node.ts';
import { encodeSafetensors } from '../safetensors/encode-safetensors.ts';
import { readHeader } from '../safetensors/read-header.ts';
import type { TensorData } from '../safetensors/tensor-data.ts';
import { type CheckpointFolderOptions, checkpointFolder } from './checkpoint-folder.ts';
import type { Checkpoint } from './checkpoint-store.ts';
import { loadCheckpoint } from './load-checkpoint.ts';

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'selfie-trainer-'));
  folder = join(parent, 'run');
});
afterEach(() => rm(parent, { recursive: true }));

const floats = (...data: number[]): TensorData => ({
  dtype: 'float32',
  shape: [data.length],
  data: Float32Array.from(data),
});

/** A checkpoint whose numbers tell its step. */
const at = (step: number, score?: number): Checkpoint => ({
  step,
  tensors: { 'variables/w': floats(step, -step, Number.NaN), 'optimizer/velocity/w': floats(step / 3) },
  metadata: { seed: '7', options: '{"width":5}' },
  ...(score !== undefined && { score }),
});

/** A store in the folder and what it warned of. */
function store(options: Partial<CheckpointFolderOptions> = {}) {
  const warnings: string[] = [];
  return { ...checkpointFolder({ folder, warn: (line) => warnings.push(line), ...options }), warnings };
}

const step = (number: number) => `step-${String(number).padStart(8, '0')}.safetensors`;

/** Turns a bit of a file's last number. */
async function damage(name: string) {
  const bytes = await readFile(join(folder, name));
  bytes[bytes.length - 1]! ^= 4;
  await writeFile(join(folder, name), bytes);
}

describe('checkpoints', () => {
  test('come back as they were, the newest of them', async () => {
    const checkpoints = store();
    expect(await checkpoints.latest()).toBe(undefined);
    expect(await readdir(parent)).toEqual([]);
    for (const checkpoint of [at(9), at(57, 0.1 + 0.2), at(10)]) await checkpoints.save(checkpoint);
    expect(await store().latest()).toEqual(at(57, 0.1 + 0.2));
    expect(await readdir(folder)).toEqual([step(9), step(10), step(57)]);
    expect((await loadTensors(join(folder, step(57)))).metadata).toEqual({
      ...at(57).metadata,
      step: '57',
      score: '0.30000000000000004',
    });
    expect(checkpoints.warnings).toEqual([]);
  });

  test('are the same bytes for the same content, over what was there before', async () => {
    await store().save(at(5));
    const before = await readFile(join(folder, step(5)));
    await damage(step(5));
    await store().save(at(5));
    expect(await readFile(join(folder, step(5)))).toEqual(before);
    expect(await readdir(folder)).toEqual([step(5)]);
  });

  test("are safetensors files with a checksum, as written by Python's struct and hashlib and read by its safetensors", async () => {
    const tensors: Checkpoint['tensors'] = {
      mask: { dtype: 'bool', shape: [1], data: Uint8Array.of(1) },
      w: { dtype: 'float32', shape: [2], data: Float32Array.of(1, -2) },
    };
    await store().save({ step: 3, tensors, metadata: { seed: '7' }, score: 0.5 });
    const header =
      '{"__metadata__":{"score":"0.5","seed":"7",' +
      '"selfie-sha256":"c60f9ad74c2ccc63ca61667cf2c1473ac05da6e9ce10a60870912a41b6f9375e","step":"3"},' +
      '"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"mask":{"dtype":"BOOL","shape":[1],"data_offsets":[8,9]}}';
    const bytes = await readFile(join(folder, step(3)));
    expect(bytes.readBigUInt64LE()).toBe(248n);
    expect(bytes.subarray(8, 256).toString()).toBe(header.padEnd(248));
    expect([...bytes.subarray(256)]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 1]);
  });

  test('may have steps of more than eight digits', async () => {
    await store().save(at(99_999_999));
    await store().save(at(100_000_000));
    expect((await store().latest())?.step).toBe(100_000_000);
  });

  test('beyond the last k are removed, and nothing else', async () => {
    const others = ['step-1.safetensors', 'step-00000001.safetensors.txt', 'notes.txt'];
    await mkdir(folder);
    for (const name of others) await writeFile(join(folder, name), '');
    for (const number of [1, 2, 3, 4]) await store({ keep: 2 }).save(at(number));
    expect((await readdir(folder)).sort()).toEqual([...others, step(3), step(4)].sort());
    await store({ keep: 1 }).save(at(2)); // never the one just saved
    expect((await readdir(folder)).sort()).toEqual([...others, step(2)].sort());
  });

  test.each([
    ['highest', [0.2, 0.7, 0.1, 0.7, undefined, 0.3], 2],
    ['lowest', [0.2, 0.7, 0.1, 0.7, undefined, 0.1], 3],
  ] as const)('the one of the %s score stays, also over restarts', async (best, scores, expected) => {
    for (const [i, score] of scores.entries()) await store({ keep: 1, best }).save(at(i + 1, score));
    expect(await readdir(folder)).toEqual(['best.safetensors', step(6)]);
    expect(await loadCheckpoint(join(folder, 'best.safetensors'))).toEqual(at(expected, scores[expected - 1]));
  });

  test('the best takes no room of its own while it is one of the last', async () => {
    await store({ best: 'highest' }).save(at(1, 0.5));
    const [best, last] = await Promise.all(['best.safetensors', step(1)].map((name) => stat(join(folder, name))));
    expect(best!.ino).toBe(last!.ino);
  });

  test('what a score must beat is in the header of the best: no more of it is read', async () => {
    await store({ best: 'highest' }).save(at(1, 0.5));
    await damage('best.safetensors');
    const again = store({ best: 'highest' });
    await again.save(at(2, 0.4));
    expect((await readHeader(join(folder, 'best.safetensors'))).metadata.get('step')).toBe('1');
    await again.save(at(3, 0.6));
    expect((await loadCheckpoint(join(folder, 'best.safetensors'))).step).toBe(3);
    expect(again.warnings).toEqual([]);
  });

  test('a best that is truncated is reported and replaced', async () => {
    await store({ best: 'highest' }).save(at(1, 0.9));
    const path = join(folder, 'best.safetensors');
    await writeFile(path, (await readFile(path)).subarray(0, -5));
    const again = store({ best: 'highest' });
    await again.save(at(2, 0.4));
    expect(again.warnings).toEqual([
      `a checkpoint is skipped: ${join(folder, 'best.safetensors')} could not be read: the data of variables/w end at byte 16 of 11; is the file truncated?`,
    ]);
    expect((await loadCheckpoint(join(folder, 'best.safetensors'))).step).toBe(2);
  });
});

describe('what is damaged', () => {
  test('is skipped with a line that says what and why', async () => {
    for (const number of [1, 2, 3]) await store().save(at(number));
    await damage(step(3));
    await writeFile(join(folder, step(2)), (await readFile(join(folder, step(2)))).subarray(0, -5));
    const checkpoints = store();
    expect((await checkpoints.latest())?.step).toBe(1);
    expect(checkpoints.warnings).toEqual([
      `a checkpoint is skipped: ${join(folder, step(3))} could not be read: its checksum is not that of its content; it was damaged or changed`,
      `a checkpoint is skipped: ${join(folder, step(2))} could not be read: the data of variables/w end at byte 16 of 11; is the file truncated?`,
    ]);
  });

  test('does not count among those that stay, and goes when a newer one is there', async () => {
    for (const number of [1, 2, 3, 4]) await store({ keep: 4 }).save(at(number));
    await damage(step(3));
    await damage(step(4));
    const checkpoints = store({ keep: 2 });
    expect((await checkpoints.latest())?.step).toBe(2);
    await checkpoints.save(at(3)); // which is damaged no more
    expect((await readdir(folder)).sort()).toEqual([2, 3, 4].map(step));
    await checkpoints.save(at(5));
    expect((await readdir(folder)).sort()).toEqual([3, 5].map(step));
  });

  test('leaves the best one', async () => {
    await store({ keep: 1, best: 'highest' }).save(at(1, 0.9));
    await store({ keep: 1, best: 'highest' }).save(at(2, 0.8));
    await damage(step(2));
    expect((await store().latest())?.step).toBe(1);
  });

  test('is an error if nothing whole is left, so that no run begins anew by mistake', async () => {
    await store().save(at(1));
    await damage(step(1));
    await expect(store().latest()).rejects.toThrow(
      `${folder} should hold a whole checkpoint: got ${step(1)}, all of them damaged; move them away to begin anew`,
    );
  });

  test('files of others are no checkpoints', async () => {
    await mkdir(folder);
    await saveVariables(join(folder, step(1)), {}, { seed: '3' });
    await expect(loadCheckpoint(join(folder, step(1)))).rejects.toThrow(
      `${join(folder, step(1))} is no checkpoint: its metadata should have a step; choose a file that a run has saved`,
    );
    const path = join(folder, 'foreign.safetensors');
    await writeFile(path, encodeSafetensors(at(1).tensors, { step: '1' }));
    await expect(loadCheckpoint(path)).rejects.toThrow(
      `${path} could not be read: it holds no checksum; it is damaged, or of another format`,
    );
  });
});

describe('what cannot be written', () => {
  test('is an error, in a folder that is none', async () => {
    await writeFile(folder, 'a file');
    await expect(store().save(at(1))).rejects.toThrow(
      `${folder} could not be made: EEXIST: file already exists, mkdir '${folder}'; choose a folder that can be written to`,
    );
    await expect(store().latest()).rejects.toThrow(`${folder} could not be read: ENOTDIR`);
    expect(await readFile(folder, 'utf8')).toBe('a file');
  });

  test('leaves the checkpoints before it, and a later one goes on', async () => {
    await store().save(at(1));
    await mkdir(join(folder, step(2))); // no file can take this name
    await expect(store().save(at(2))).rejects.toThrow(
      /step-00000002\.safetensors could not be written: .*; choose a folder that can be written to, and what stood there before is untouched/,
    );
    await rm(join(folder, step(2)), { recursive: true });
    expect(await readdir(folder)).toEqual([step(1)]);
    expect(await store().latest()).toEqual(at(1));
    await store().save(at(2));
    expect(await store().latest()).toEqual(at(2));
  });

  test('is said before anything is written', async () => {
    await expect(store().save(at(-1))).rejects.toThrow('the step of a checkpoint is a whole number from 0: got -1');
    await expect(store().save(at(3, Number.NaN))).rejects.toThrow(
      'the score of step 3 is NaN: expected a finite number; leave it out if there is none',
    );
    await expect(store().save({ ...at(1), metadata: { step: '3' } })).rejects.toThrow(
      'the metadata of a checkpoint have no step of their own: got 3; rename it',
    );
    await expect(store().save({ ...at(1), tensors: { x: { ...floats(1), shape: [2] } } })).rejects.toThrow(
      'x has 1 numbers: expected 2 for its shape [2]',
    );
    expect(await readdir(parent)).toEqual([]);
  });

  test('old ones that cannot be removed are reported', async () => {
    await store({ keep: 1 }).save(at(2));
    await mkdir(join(folder, step(1)));
    const checkpoints = store({ keep: 1 });
    await checkpoints.save(at(3));
    expect(checkpoints.warnings).toEqual([
      expect.stringMatching(/step-00000001\.safetensors, an old checkpoint, could not be removed: /),
    ]);
  });
});

describe('tensors put aside', () => {
  test('are whole files of their own, and no checkpoints', async () => {
    const tensors = { images: floats(1, 2, 3) };
    const path = await store().putAside('batch-57', tensors, { step: '57' });
    expect(path).toBe(join(folder, 'batch-57.safetensors'));
    expect(await loadTensors(path)).toEqual({ tensors, metadata: { step: '57' } });
    expect(await store().latest()).toBe(undefined);
  });

  test.each(['', '../x', 'a/b', 'a\\b', '.x', '..', 'x\0', 'a\n', 'x'.repeat(101), 'best', 'Step-00000001'])(
    "have no name like %j, which could leave the folder or take a checkpoint's place",
    async (name) => {
      await expect(store().putAside(name, {}, {})).rejects.toThrow(
        `tensors are put aside under 1 to 100 letters, digits, '.', '_' and '-', but not as a checkpoint: got ${JSON.stringify(name)}; use e.g. 'batch-57'`,
      );
      expect(await readdir(parent)).toEqual([]);
    },
  );
});

test('names from a file never touch a prototype', async () => {
  const named = JSON.parse('{"__proto__": "polluted", "constructor": "x"}');
  const tensors = Object.fromEntries(['__proto__', 'constructor'].map((name) => [name, floats(1)]));
  await store().save({ step: 1, tensors, metadata: named });
  const { tensors: read, metadata } = (await store().latest())!;
  expect(Object.keys(read).sort()).toEqual(['__proto__', 'constructor']);
  expect(Object.keys(metadata).sort()).toEqual(['__proto__', 'constructor']);
  expect(metadata.toString).toBe(undefined);
  expect(({} as Record<string, unknown>).polluted).toBe(undefined);
});

test('says which options it does not take', () => {
  expect(() => checkpointFolder({ folder: '' })).toThrow(
    "folder is where checkpoints go: got ''; use e.g. 'runs/first'",
  );
  expect(() => store({ keep: 0 })).toThrow('keep is a whole number of at least 1: got 0');
  expect(() => store({ best: 'newest' as 'none' })).toThrow(
    `best is 'highest', 'lowest' or 'none': got "newest"; use one of the three`,
  );
});

test('warns on the console', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  await store().save(at(1));
  await store().save(at(2));
  await damage(step(2));
  await checkpointFolder({ folder }).latest();
  expect(warn).toHaveBeenCalledTimes(1);
  warn.mockRestore();
});
