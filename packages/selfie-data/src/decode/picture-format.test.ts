import { expect, test } from 'vitest';
import { pictureFormat } from './picture-format.ts';

test('tells formats by their first bytes', () => {
  const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  expect(pictureFormat(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBe('JPEG');
  expect(pictureFormat(ascii('\x89PNG\r\n\x1a\n'))).toBe('PNG');
  expect(pictureFormat(ascii('RIFF\x24\x00\x00\x00WEBPVP8 '))).toBe('WebP');
  expect(pictureFormat(ascii('GIF89a'))).toBe('GIF');
  expect(pictureFormat(ascii('GIF'))).toBeUndefined();
  expect(pictureFormat(ascii('RIFF\x24\x00\x00\x00WAVE'))).toBeUndefined();
  expect(pictureFormat(new Uint8Array(0))).toBeUndefined();
});
