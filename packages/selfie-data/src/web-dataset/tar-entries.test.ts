import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { pythonWith } from '../../../../testing/python.ts';
import { inChunks, tarArchive, type WrittenEntry } from './fixtures/tar-archive.ts';
import { tarEntries } from './tar-entries.ts';

async function entriesOf(bytes: Uint8Array, offset = 0) {
  const found: { path: string; offset: number; contents: string }[] = [];
  for await (const entry of tarEntries(inChunks(bytes.subarray(offset)), 'a.tar', offset)) {
    found.push({ path: entry.path, offset: entry.offset, contents: Buffer.from(await entry.read()).toString() });
  }
  return found;
}

const entries: WrittenEntry[] = [
  { path: 'folder', contents: '', type: '5' },
  { path: 'folder/one', contents: 'first' },
  { path: 'link', contents: '', type: '2', patch: { 157: 'folder/one' } },
  { path: 'empty', contents: '' },
  { path: 'two', contents: 'x'.repeat(513) },
];

test('reads files, and says where each begins', async () => {
  const archive = tarArchive(entries);
  const found = await entriesOf(archive);
  expect(found.map(({ path, offset }) => [path, offset])).toEqual([
    ['folder/one', 512],
    ['empty', 2048],
    ['two', 2560],
  ]);
  expect(found.map(({ contents }) => contents)).toEqual(['first', '', 'x'.repeat(513)]);
  expect(await entriesOf(archive, 2048)).toEqual(found.slice(1));
});

test('passes over what is not read', async () => {
  const paths: string[] = [];
  for await (const { path } of tarEntries(inChunks(tarArchive(entries), 7), 'a.tar')) paths.push(path);
  expect(paths).toEqual(['folder/one', 'empty', 'two']);
});

test("reads ustar's prefix, GNU's long names and sizes in base 256, and pax headers", async () => {
  const long = `${'a/'.repeat(60)}long`;
  const record = (text: string) => `${text.length + 4} ${text}\n`;
  const found = await entriesOf(
    tarArchive([
      { path: 'name', contents: '1', patch: { 345: 'a/prefix' } },
      { path: '././@LongLink', contents: `${long}\0`, type: 'L' },
      { path: 'cut', contents: '2' },
      { path: 'pax', contents: record('path=grosse.x') + record('mtime=17.5'), type: 'x' },
      { path: 'cut', contents: '3' },
      { path: 'size', contents: '44', patch: { 124: Buffer.from('800000000000000000000002', 'hex') } },
      { path: 'old', contents: '5', patch: { 156: '\0', 257: 'ustar  \0', 345: 'no prefix' } },
    ]),
  );
  expect(found.map(({ path, contents }) => [path, contents])).toEqual([
    ['a/prefix/name', '1'],
    [long, '2'],
    ['grosse.x', '3'],
    ['size', '44'],
    ['old', '5'],
  ]);
  expect(found.map(({ offset }) => offset)).toEqual([0, 1024, 3072, 5120, 6144]); // of the first header
});

const one = (entry: Partial<WrittenEntry>) => tarArchive([{ path: 'one', contents: 'first', ...entry }]);
const damaged = (change: (bytes: Buffer) => void) => {
  const bytes = one({});
  change(bytes);
  return bytes;
};
test.each([
  ['a name that leads up', one({ path: 'a/../../b' }), 'found "a/../../b"; do not trust this archive'],
  ['an absolute name', one({ path: '/etc/passwd' }), 'found "/etc/passwd"'],
  ['a drive', one({ path: 'C:x' }), 'found "C:x"'],
  ['a name that leads up in Windows', one({ path: 'a\\..\\b' }), 'found "a\\\\..\\\\b"'],
  ['no name', one({ path: '' }), 'found ""'],
  ['a sparse file', one({ type: 'S' }), 'a.tar at 0: expected files as they are, found a sparse file'],
  ['a damaged header', damaged((b) => b.write('x', 1)), 'expected a header, found a block with checksum'],
  ['no number', one({ patch: { 124: '9' } }), 'found a size of "90000000005"'],
  ['a size beyond all', one({ patch: { 124: Buffer.alloc(12, 0xff) } }), 'found a size beyond 2^53'],
  ['text', Buffer.alloc(1024, 'text '), 'a.tar at 0: expected a header, found a checksum of "t text t"'],
  ['nothing', Buffer.alloc(0), 'a.tar at 0: expected a header, or zeros at the end, found the end of the archive'],
  ['a cut file', one({}).subarray(0, 515), 'a.tar at 512: expected 5 bytes of a file, found the end after 3'],
  ['a cut header', one({}).subarray(0, 700), 'a.tar at 517: expected a file up to 1024, found the end after 183 bytes'],
  ['no end', one({}).subarray(0, 1024), 'a.tar at 1024: expected a header, or zeros at the end'],
  ['a big pax header', one({ type: 'x', patch: { 124: '77777777777' } }), 'a header of 8589934591'],
  ['a damaged pax header', one({ type: 'x' }), 'a.tar at 0: expected a header, found a pax record of another length'],
  ['a name without a file', one({ type: 'L' }), 'a.tar at 1024: expected a file behind its long name'],
  ['a big file', one({ patch: { 124: '77777777777' } }), 'expected at most 1073741824 bytes of one, found 8589934591'],
])('refuses %s', async (_, bytes, message) => {
  await expect(entriesOf(bytes)).rejects.toThrow(message);
});

const python = pythonWith('tarfile');
const write = `
import io, sys, tarfile
with tarfile.open(fileobj=sys.stdout.buffer, mode='w|', format=getattr(tarfile, sys.argv[1] + '_FORMAT')) as archive:
    for name, contents in [('a/' * 60 + 'x' * 90 + '.jpg', b'one'), ('größe.png', b'2' * 700), ('n' * 101 + '.cls', b'')]:
        info = tarfile.TarInfo(name if sys.argv[1] != 'USTAR' else name.replace('n' * 101, 'n' * 90))
        info.size = len(contents)
        archive.addfile(info, io.BytesIO(contents))`;
test.runIf(python).each(['USTAR', 'GNU', 'PAX'])("reads Python's %s archives", async (format) => {
  const archive = execFileSync(python!, ['-c', write, format]);
  const found = await entriesOf(archive);
  const name = `${'n'.repeat(format === 'USTAR' ? 90 : 101)}.cls`;
  expect(found.map(({ path, contents }) => [path, contents])).toEqual([
    [`${'a/'.repeat(60)}${'x'.repeat(90)}.jpg`, 'one'],
    ['größe.png', '2'.repeat(700)],
    [name, ''],
  ]);
  for (const { offset } of found) expect((await entriesOf(archive, offset))[0]!.offset).toBe(offset);
});
