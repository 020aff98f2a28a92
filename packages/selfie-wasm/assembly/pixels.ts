import { tileRows } from './generated/tiles';
import { PIXEL_NUMBERS, aPointers, pixels } from './scratch';

/**
 * Lays out, for `count` of the places from number `first` on where a kernel is put down, the row, the column and the address
 * of the pixel under its first tap. Places are [·, rows, columns], `stepY` and `stepX` pixels apart, the first of an image
 * at (startY, startX), which may be outside of it.
 */
export function layPixels(
  start: usize, h: i32, w: i32, pixelBytes: usize,
  rows: i32, columns: i32, stepY: i32, stepX: i32, startY: i32, startX: i32, first: i32, count: i32,
): void {
  let column = first % columns;
  let row = (first / columns) % rows;
  let image = start + <usize>(first / columns / rows) * h * w * pixelBytes;
  let y = startY + row * stepY;
  let x = startX + column * stepX;
  const across = <usize>stepX * pixelBytes;
  let at = image + <usize>(y * w + x) * pixelBytes;
  const end = pixels() + (<usize>count << 2);
  for (let to = pixels(); to < end; to += 4) {
    store<i32>(to, y);
    store<i32>(to, x, PIXEL_NUMBERS);
    store<u32>(to, <u32>at, 2 * PIXEL_NUMBERS);
    x += stepX;
    at += across;
    if (++column == columns) {
      column = 0;
      x = startX;
      y += stepY;
      if (++row == rows) {
        row = 0;
        y = startY;
        image += <usize>h * w * pixelBytes;
      }
      at = image + <usize>(y * w + x) * pixelBytes;
    }
  }
}

// @ts-ignore: decorator
@inline export function pixelRow(i: i32): i32 { return load<i32>(pixels() + (i << 2)); }
// @ts-ignore: decorator
@inline export function pixelColumn(i: i32): i32 { return load<i32>(pixels() + (i << 2), PIXEL_NUMBERS); }
// @ts-ignore: decorator
@inline export function pixelAddress(i: i32): usize { return <usize>load<u32>(pixels() + (i << 2), 2 * PIXEL_NUMBERS); }

/** Pointers to what a tap sees at the four pixels that stand at `pixel`. */
// @ts-ignore: decorator
@inline
function fourPointers(pixel: usize, down: v128, across: v128, h: v128, w: v128, bytes: v128, zeros: v128): v128 {
  const y = i32x4.add(v128.load(pixel), down);
  const x = i32x4.add(v128.load(pixel, PIXEL_NUMBERS), across);
  const at = i32x4.add(v128.load(pixel, 2 * PIXEL_NUMBERS), bytes);
  return v128.bitselect(at, zeros, v128.and(i32x4.lt_u(y, h), i32x4.lt_u(x, w)));
}

/**
 * Points A's rows of tap number `tap` of `taps` to what it sees at the `count` pixels that are laid out, `down` and `across`
 * pixels from the first tap; outside the image, to zeros. With one tap the pointers stand one behind the other.
 */
export function pointTap(
  count: i32, tap: i32, taps: i32, down: i32, across: i32, h: i32, w: i32, pixelBytes: usize, zeros: usize,
): void {
  const downs = i32x4.splat(down);
  const acrosses = i32x4.splat(across);
  const hs = i32x4.splat(h);
  const ws = i32x4.splat(w);
  const bytes = i32x4.splat((down * w + across) * <i32>pixelBytes);
  const outside = i32x4.splat(<i32>zeros);
  const height = <usize>tileRows << 2;
  const end = pixels() + (<usize>count << 2);
  let to = aPointers() + <usize>tap * height;
  for (let pixel = pixels(); pixel < end; pixel += height, to += <usize>taps * height) {
    v128.store(to, fourPointers(pixel, downs, acrosses, hs, ws, bytes, outside));
    if (height == 16) continue;
    const others = fourPointers(pixel + 16, downs, acrosses, hs, ws, bytes, outside);
    v128.store64_lane(to, others, 0, 16);
  }
}
