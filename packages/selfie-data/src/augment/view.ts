import type { Picture } from '../sources/picture.ts';
import { type Box, resizeBox, type Size } from './resize.ts';

/** What is seen of a picture: a box of it, resized, and of that a window. */
export interface View {
  /** In whole pixels of the picture. */
  readonly box: Box;
  /** What the box is resized to, [height, width]; nothing outside of the box is seen. */
  readonly size: Size;
  /**
   * In whole pixels of the resized box.
   *
   * @default all of it
   */
  readonly window?: Box;
}

/**
 * What a view shows of a picture `[h, w, c]`: the picture itself, not copied, where that is all of it in its own size.
 *
 * @throws RangeError if a part is not of whole pixels, is empty or reaches out of what it is cut from.
 */
export function takeView(picture: Picture, view: View): Picture {
  checkView(view, [picture.shape[0], picture.shape[1]]);
  const { box, size } = view;
  const cut = crop(picture, box);
  const window = view.window ?? { top: 0, left: 0, height: size[0], width: size[1] };
  if (size[0] === box.height && size[1] === box.width) return crop(cut, window);
  const [rows, columns] = [box.height / size[0], box.width / size[1]];
  return resizeBox(cut, [window.height, window.width], {
    top: window.top * rows,
    left: window.left * columns,
    height: window.height * rows,
    width: window.width * columns,
  });
}

/** @throws RangeError if a part is not of whole pixels, is empty or reaches out of what it is cut from. */
export function checkView({ box, size, window }: View, [height, width]: Size): void {
  checkPart('view.box', box, [height, width]);
  checkPart('view.size', { top: 0, left: 0, height: size[0], width: size[1] }, size);
  if (window) checkPart('view.window', window, size);
}

function checkPart(name: string, { top, left, height, width }: Box, [wholeHeight, wholeWidth]: Size): void {
  const inside = (from: number, length: number, side: number) => from >= 0 && length > 0 && from + length <= side;
  const whole = [top, left, height, width].every(Number.isInteger);
  if (whole && inside(top, height, wholeHeight) && inside(left, width, wholeWidth)) return;
  throw new RangeError(
    `${name} must be whole pixels inside [${wholeHeight}, ${wholeWidth}]: got top ${top}, left ${left}, ` +
      `height ${height}, width ${width}; round them, and make them smaller`,
  );
}

function crop(picture: Picture, { top, left, height, width }: Box): Picture {
  const [pictureHeight, pictureWidth, channels] = picture.shape;
  if (height === pictureHeight && width === pictureWidth) return picture;
  const row = width * channels;
  const pixels = new Uint8Array(height * row);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * pictureWidth + left) * channels;
    pixels.set(picture.pixels.subarray(from, from + row), y * row);
  }
  return { pixels, shape: [height, width, channels] };
}
