import { madd } from './multiply-add';

/** Bytes of what the table says of one row or column of the output: two places in the image (int32), and how far towards the second (float32). */
const ENTRY: usize = 12;

/** Between four corners: by `across` towards the right ones and by `down` towards the lower ones. */
// @ts-ignore: decorator
@inline
function between4(topLeft: v128, topRight: v128, bottomLeft: v128, bottomRight: v128, across: v128, down: v128): v128 {
  const top = madd(f32x4.sub(topRight, topLeft), across, topLeft);
  const bottom = madd(f32x4.sub(bottomRight, bottomLeft), across, bottomLeft);
  return madd(f32x4.sub(bottom, top), down, top);
}

/** Item: one row of output pixels, of images [·, h, w, c] that become [·, oh, ow, c]. `table` has oh entries, then ow. */
export function resize(x: usize, y: usize, table: usize, h: i32, w: i32, c: i32, oh: i32, ow: i32, item: i32): void {
  const bytes = <usize>c << 2;
  const image = x + <usize>((item / oh) * h * w) * bytes;
  const row = table + <usize>(item % oh) * ENTRY;
  const top = image + <usize>(load<i32>(row) * w) * bytes;
  const bottom = image + <usize>(load<i32>(row, 4) * w) * bytes;
  const down = v128.load32_splat(row, 8);
  let to = y + <usize>(item * ow) * bytes;
  let column = table + <usize>oh * ENTRY;
  for (let ox = 0; ox < ow; ox++, to += bytes, column += ENTRY) {
    const left = <usize>load<i32>(column) * bytes, right = <usize>load<i32>(column, 4) * bytes;
    if (load<f32>(row, 8) == 0 && load<f32>(column, 8) == 0) {
      memory.copy(to, top + left, bytes);
      continue;
    }
    const across = v128.load32_splat(column, 8);
    let j: usize = 0;
    for (; j + 16 <= bytes; j += 16) {
      v128.store(to + j, between4(v128.load(top + left + j), v128.load(top + right + j), v128.load(bottom + left + j), v128.load(bottom + right + j), across, down));
    }
    for (; j < bytes; j += 4) {
      v128.store_lane<f32>(to + j, between4(v128.load32_splat(top + left + j), v128.load32_splat(top + right + j), v128.load32_splat(bottom + left + j), v128.load32_splat(bottom + right + j), across, down), 0);
    }
  }
}

/** to += weight · from over `bytes` bytes. */
function addWeighted(weight: f32, from: usize, to: usize, bytes: usize): void {
  if (weight == 0) return;
  const weights = f32x4.splat(weight);
  let j: usize = 0;
  for (; j + 16 <= bytes; j += 16) v128.store(to + j, madd(weights, v128.load(from + j), v128.load(to + j)));
  for (; j < bytes; j += 4) store<f32>(to + j, load<f32>(to + j) + weight * load<f32>(from + j));
}

/** Item: one image. dx receives dy [·, oh, ow, c] at the corners that each output pixel lay between, by their shares in it. */
export function resizeGrad(dy: usize, dx: usize, table: usize, h: i32, w: i32, c: i32, oh: i32, ow: i32, item: i32): void {
  const bytes = <usize>c << 2;
  const image = dx + <usize>(item * h * w) * bytes;
  memory.fill(image, 0, <usize>(h * w) * bytes);
  let from = dy + <usize>(item * oh * ow) * bytes;
  for (let oy = 0; oy < oh; oy++) {
    const row = table + <usize>oy * ENTRY;
    const top = image + <usize>(load<i32>(row) * w) * bytes;
    const bottom = image + <usize>(load<i32>(row, 4) * w) * bytes;
    const down = load<f32>(row, 8);
    let column = table + <usize>oh * ENTRY;
    for (let ox = 0; ox < ow; ox++, from += bytes, column += ENTRY) {
      const left = <usize>load<i32>(column) * bytes, right = <usize>load<i32>(column, 4) * bytes;
      const across = load<f32>(column, 8);
      addWeighted((1 - down) * (1 - across), from, top + left, bytes);
      addWeighted((1 - down) * across, from, top + right, bytes);
      addWeighted(down * (1 - across), from, bottom + left, bytes);
      addWeighted(down * across, from, bottom + right, bytes);
    }
  }
}
