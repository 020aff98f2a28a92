import { expect, test } from 'vitest';
import { python2Pickle } from './fixtures/python2-pickle.ts';
import { parseCifarNames } from './parse-cifar-names.ts';

const named = (count: number, kind: string) => Array.from({ length: count }, (_, i) => `${kind}_${i}`);
const names = named(10, 'class');
const meta = python2Pickle({ fine_label_names: named(100, 'fine'), coarse_label_names: named(20, 'coarse') });

test('reads names of the Python versions', () => {
  expect(parseCifarNames(python2Pickle({ label_names: names, num_vis: [3072] }), 'meta')).toEqual(names);
  expect(parseCifarNames(meta, 'meta', { labels: 'fine' })).toEqual(named(100, 'fine'));
  expect(parseCifarNames(meta, 'meta', { labels: 'coarse' })).toEqual(named(20, 'coarse'));
});

test.each(['\n', '\r\n'])('reads names of the binary versions, lines that end by %j', (end) => {
  expect(parseCifarNames(Buffer.from(names.join(end) + end + end), 'batches.meta.txt')).toEqual(names);
});

test.each([
  ['too few', Buffer.from('a\nb\n'), 'expected the names of 10 classes, found 2'],
  ['those of another data set', meta, 'expected the names of 10 classes, found none'],
  [
    'those that are no text',
    python2Pickle({ label_names: [1, ...names.slice(1)] }),
    'expected the names of 10 classes, found none',
  ],
])('refuses %s', (_, bytes, message) => {
  expect(() => parseCifarNames(bytes, 'meta')).toThrow(new Error(`meta: ${message}; get the file again`));
});
