import { tileColumns } from './generated/tiles';
import { Geometry } from './geometry';
import { madd } from './multiply-add';
import { outerProduct } from './outer-product';
import { pixelAddress, pixelColumn, pixelRow } from './pixels';
import { aPointers, gathered } from './scratch';
import { layOutputs, placeBytes, transformWindows, windowsOf } from './winograd';

/** Input channels, and output channels, that one item takes. */
export const WINOGRAD_ROWS: i32 = 64;
export const WINOGRAD_COLUMNS: i32 = 128;

/** Stores a row of A dY Aᵀ: (a b) Aᵀ. */
// @ts-ignore: decorator
@inline
function storeRow(to: usize, apart: usize, a: v128, b: v128): void {
  v128.store(to, a);
  v128.store(to + apart, f32x4.add(a, b));
  v128.store(to + 2 * apart, f32x4.sub(a, b));
  v128.store(to + 3 * apart, f32x4.neg(b));
}

/** A dY Aᵀ of `count` windows from number `first` on, the `width` channels from `channel` on, into panels for each place. */
function transformGradients(g: Geometry, dy: usize, zeros: usize, first: i32, count: i32, channel: i32, width: i32, to: usize): void {
  const apart = placeBytes(count, width);
  const pixel = <usize>g.co << 2;
  const panelBytes = <usize>(count * tileColumns) << 2;
  const panelWidth = <usize>tileColumns << 2;
  layOutputs(g, dy + (<usize>channel << 2), first, count);
  for (let window = 0; window < count; window++) {
    const below = pixelRow(window) + 1 < g.oh, beside = pixelColumn(window) + 1 < g.ow;
    const p00 = pixelAddress(window);
    const p01 = beside ? p00 + pixel : zeros;
    const p10 = below ? p00 + <usize>g.ow * pixel : zeros;
    const p11 = below && beside ? p00 + <usize>(g.ow + 1) * pixel : zeros;
    let panel = to + <usize>window * panelWidth;
    const end = <usize>width << 2;
    for (let start: usize = 0; start < end; start += panelWidth, panel += panelBytes) {
      for (let at: usize = 0; at < panelWidth; at += 16) {
        const a = v128.load(p00 + start + at), b = v128.load(p01 + start + at);
        const c = v128.load(p10 + start + at), d = v128.load(p11 + start + at);
        let place = panel + at;
        storeRow(place, apart, a, b); place += apart << 2;
        storeRow(place, apart, f32x4.add(a, c), f32x4.add(b, d)); place += apart << 2;
        storeRow(place, apart, f32x4.sub(a, c), f32x4.sub(b, d)); place += apart << 2;
        storeRow(place, apart, f32x4.neg(c), f32x4.neg(d));
      }
    }
  }
}

/**
 * Item: a share of the windows (of `shares`), a group of input channels (of `rowGroups`) and one of output channels (of `columnGroups`). The
 * gradient of the transformed filter, for each place Σ over the share's windows of (Bᵀ d B) (A dY Aᵀ)ᵀ, at partials + share · 16 · ci · co.
 */
export function winogradFilterGradient(
  x: usize, zeros: usize, dy: usize, partials: usize, geometry: usize, each: i32, shares: i32, rowGroups: i32, columnGroups: i32, item: i32,
): void {
  const g = changetype<Geometry>(geometry);
  const share = item / (rowGroups * columnGroups);
  const channel = item / columnGroups % rowGroups * WINOGRAD_ROWS;
  const column = item % columnGroups * WINOGRAD_COLUMNS;
  const rows = min(WINOGRAD_ROWS, g.ci - channel);
  const columns = min(WINOGRAD_COLUMNS, g.co - column);
  const total = windowsOf(g);
  const start = <i32>(<i64>total * share / shares), end = <i32>(<i64>total * (share + 1) / shares);
  const size = <usize>(g.ci * g.co) << 2;
  const to = partials + <usize>share * size * 16 + (<usize>(channel * g.co) << 2);
  const v = gathered();
  const d = v + (placeBytes(each, rows) << 4);
  for (let first = start; first < end; first += each) {
    const count = min(each, end - first);
    transformWindows(g, x, zeros, first, count, channel, rows, v);
    transformGradients(g, dy, zeros, first, count, column, columns, d);
    for (let i = 0; i < count; i++) store<u32>(aPointers() + (i << 2), <u32>(v + (<usize>(i * rows) << 2)));
    for (let place: usize = 0; place < 16; place++) {
      const b = d + place * placeBytes(count, columns);
      outerProduct(aPointers(), place * placeBytes(count, rows), rows, count, b, to + place * size, g.co, column, columns, first > start);
    }
  }
}

/** Σ over the shares, in order, of the four values at `at` of each. */
// @ts-ignore: decorator
@inline
function sumOfShares(at: usize, step: usize, shares: i32): v128 {
  let sum = v128.load(at);
  for (let share = 1; share < shares; share++) sum = f32x4.add(sum, v128.load(at + <usize>share * step));
  return sum;
}

/**
 * Item: one input channel. dFilter [3, 3, ci, co] = Gᵀ U G, where U is the sum over the shares of the transformed filter's gradient. Sets `bad`
 * to 1 where a value is no finite number.
 */
export function mergeWinogradFilterGradient(partials: usize, dFilter: usize, ci: i32, co: i32, shares: i32, bad: usize, item: i32): void {
  const size = <usize>(ci * co) << 2;
  const row = <usize>(item * co) << 2;
  const half = f32x4.splat(0.5), nothing = f32x4.splat(0);
  const end = row + (<usize>co << 2);
  let sum = nothing;
  for (let at = row; at < end; at += 16) {
    // Gᵀ U, a column at a time, into lines; then each line times G.
    for (let column: usize = 0; column < 4; column++) mergeColumn(partials + at + column * size, size, shares, gathered() + (column << 4));
    for (let line: usize = 0; line < 3; line++) {
      const from = gathered() + (line << 6);
      const a = v128.load(from), b = v128.load(from, 16), c = v128.load(from, 32), d = v128.load(from, 48);
      const both = f32x4.mul(f32x4.add(b, c), half);
      const left = f32x4.add(a, both), middle = f32x4.mul(f32x4.sub(b, c), half), right = f32x4.add(both, d);
      const to = dFilter + 3 * line * size + at;
      v128.store(to, left);
      v128.store(to + size, middle);
      v128.store(to + 2 * size, right);
      sum = madd(left, nothing, madd(middle, nothing, madd(right, nothing, sum)));
    }
  }
  if (!v128.all_true<i32>(f32x4.eq(sum, sum))) store<i32>(bad, 1);
}

/** The three lines of Gᵀ U, 64 bytes apart, of the column that stands at `at`. */
function mergeColumn(at: usize, size: usize, shares: i32, to: usize): void {
  const step = size << 4;
  const half = f32x4.splat(0.5);
  const a = sumOfShares(at, step, shares), b = sumOfShares(at + 4 * size, step, shares);
  const c = sumOfShares(at + 8 * size, step, shares), d = sumOfShares(at + 12 * size, step, shares);
  const both = f32x4.mul(f32x4.add(b, c), half);
  v128.store(to, f32x4.add(a, both));
  v128.store(to, f32x4.mul(f32x4.sub(b, c), half), 64);
  v128.store(to, f32x4.add(both, d), 128);
}
