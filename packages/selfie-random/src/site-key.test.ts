import { expect, test } from 'vitest';
import { siteKey } from './site-key.ts';

test('is FNV-1a of the bytes, by its published values', () => {
  expect(siteKey('')).toBe(0x811c9dc5);
  expect(siteKey('a')).toBe(0xe40c292c);
  expect(siteKey('foobar')).toBe(0xbf9cf968);
});

test('hashes the UTF-8 bytes of other letters', () => {
  expect(siteKey('é')).not.toBe(siteKey('e'));
  expect(siteKey('é')).toBe(Math.imul(Math.imul(0x811c9dc5 ^ 0xc3, 0x01000193) ^ 0xa9, 0x01000193) >>> 0);
});
