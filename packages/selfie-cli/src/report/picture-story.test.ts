import { decode } from 'fast-png';
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { pasteChosen, pictureStory, type SelectionPicture } from './picture-story.ts';

/** A picture of 4×6 pixels in patches of 2×3: a 2×2 grid; pixel values are 10·place + their place in the patch. */
const picture = (channels: 1 | 3): SelectionPicture => {
  const pixels = new Uint8Array(4 * 6 * channels);
  for (let y = 0; y < 4; y++)
    for (let x = 0; x < 6; x++)
      for (let k = 0; k < channels; k++) {
        const place = 2 * Math.floor(y / 2) + Math.floor(x / 3);
        pixels[(y * 6 + x) * channels + k] = 50 * k + 10 * place + 3 * (y % 2) + (x % 3);
      }
  const size = { width: 6, height: 4, channels, patchSize: [2, 3] as const };
  return { name: 'a <coat>', pixels, ...size, hidden: [3, 0], chosen: [3, 3] };
};

test.each([1, 3] as const)('a chosen patch lands in its hidden place, %i channels', (channels) => {
  const whole = picture(channels);
  const expected = whole.pixels.slice();
  for (let y = 0; y < 2; y++)
    for (let x = 0; x < 3; x++)
      for (let k = 0; k < channels; k++)
        expected[(y * 6 + x) * channels + k] = whole.pixels[((y + 2) * 6 + x + 3) * channels + k]!;
  expect(pasteChosen(whole)).toEqual(expected);
});

test('the tiles decode to the picture, the picture, and the picture with the choices pasted in', () => {
  const { document } = parseHTML(pictureStory(picture(3)).markup);
  const decoded = [...document.querySelectorAll('image')].map((image) =>
    decode(Buffer.from(image.getAttribute('href')!.replace('data:image/png;base64,', ''), 'base64')),
  );
  const { pixels } = picture(3);
  expect(decoded.map(({ width, height, channels }) => [width, height, channels])).toEqual(Array(3).fill([6, 4, 3]));
  expect(decoded.map(({ data }) => data)).toEqual([pixels, pixels, pasteChosen(picture(3))]);
});

test('hidden places are covered, choices are marked right and wrong, and the name is escaped', () => {
  const { document } = parseHTML(pictureStory(picture(1)).markup);
  const corners = (selector: string) =>
    [...document.querySelectorAll(selector)].map((rect) =>
      [rect.getAttribute('x'), rect.getAttribute('y')].map(Number),
    );
  // Drawings are 32 wide, these 6 pixels; frames are 0.3 inside.
  expect(corners('rect.hidden').flat()).toEqual([16, expect.closeTo((2 * 32) / 6), 0, 0]);
  expect(corners('rect.right').flat()).toEqual([expect.closeTo(16.3), expect.closeTo((2 * 32) / 6 + 0.3)]);
  const { width, height } = document.querySelector('rect.hidden')!.attributes as unknown as Record<string, Attr>;
  expect([Number(width!.value), Number(height!.value)]).toEqual([16, expect.closeTo((2 * 32) / 6)]);
  expect(document.querySelector('rect.wrong title')!.textContent).toBe('place 0: chose patch 3, wrong');
  expect(document.querySelector('h3')!.textContent).toBe('a <coat>');
  expect([...document.querySelectorAll('figcaption')].map((caption) => caption.textContent)).toEqual([
    'picture',
    'what it saw',
    '1 of 2 right',
  ]);
});

test('what does not fit is refused', () => {
  const whole = picture(1);
  expect(() => pictureStory({ ...whole, pixels: whole.pixels.subarray(1) })).toThrow(
    'picture a <coat>: expected 4×6×1 = 24 pixel values, got 23',
  );
  expect(() => pictureStory({ ...whole, patchSize: [3, 3] })).toThrow('patches of 3×3 do not divide its 4×6 pixels');
  expect(() => pictureStory({ ...whole, chosen: [3] })).toThrow('each 0 … 3, got [3] for [3,0]');
  expect(() => pictureStory({ ...whole, chosen: [3, 4] })).toThrow('each 0 … 3, got [3,4] for [3,0]');
});
