import { rowTile, tileColumns, tileRows } from './generated/tiles';
import { Geometry } from './geometry';
import { momentsOfRows } from './moments';
import { madd } from './multiply-add';
import { Normalisation, normaliseRows } from './normalise';
import { layPixels, pixelAddress, pixelColumn, pixelRow } from './pixels';
import { aPointer, cPointer } from './row-product';
import { BLOCK_ROWS, windowPointers, windows } from './scratch';

/**
 * Convolutions of 3×3 kernels, stride 1, by Winograd's minimal filtering F(2×2, 3×3) (Lavin and Gray, "Fast Algorithms for Convolutional
 * Neural Networks", 2016): a window of 4×4 pixels gives 2×2 outputs by 16 multiplications a channel instead of 36,
 * Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A. Over many windows the multiplications are 16 matrix products, one for each place in the window.
 */

/** Columns of the products that are held at a time. */
export const HELD_COLUMNS: i32 = 64;
/** Bytes between the places of a window, beyond what stands there: places a power of two apart would share lines of the cache. */
export const PLACES_APART: i32 = 64;

/** Bytes from one place's values to the next one's, `count` windows of `width` values. */
// @ts-ignore: decorator
@inline
export function placeBytes(count: i32, width: i32): usize { return (<usize>(count * width) << 2) + PLACES_APART; }

// @ts-ignore: decorator
@inline export function windowsDown(g: Geometry): i32 { return (g.oh + 1) >> 1; }
// @ts-ignore: decorator
@inline export function windowsAcross(g: Geometry): i32 { return (g.ow + 1) >> 1; }
export function windowsOf(g: Geometry): i32 { return g.pixels / (g.oh * g.ow) * windowsDown(g) * windowsAcross(g); }

/** Lays out the first output of `count` windows from number `first` on. */
export function layOutputs(g: Geometry, y: usize, first: i32, count: i32): void {
  layPixels(y, g.oh, g.ow, <usize>g.co << 2, windowsDown(g), windowsAcross(g), 2, 2, 0, 0, first, count);
}

/** Points to the 16 pixels of the window whose first, (top, left) at `from`, may be outside of the image; zeros stand for those that are. */
function pointToWindow(g: Geometry, top: i32, left: i32, from: usize, zeros: usize): void {
  const pixel = <usize>g.ci << 2;
  let to = windowPointers();
  for (let y = top; y < top + 4; y++, from += <usize>g.w * pixel) {
    const inside = <u32>y < <u32>g.h;
    let at = from;
    for (let x = left; x < left + 4; x++, to += 4, at += pixel) store<u32>(to, <u32>(inside && <u32>x < <u32>g.w ? at : zeros));
  }
}

// @ts-ignore: decorator
@inline
function pixel(place: usize, at: usize): v128 { return v128.load(<usize>load<u32>(windowPointers() + (place << 2)) + at); }

/** V = Bᵀ d B of the `bytes` channel bytes from `from` on of the window that is pointed to; the places are `apart` bytes apart. */
function transformWindow(from: usize, bytes: usize, to: usize, apart: usize): void {
  for (let at = from; at < from + bytes; at += 16, to += 16) {
    let a = pixel(0, at), b = pixel(4, at), c = pixel(8, at), d = pixel(12, at);
    const r00 = f32x4.sub(a, c), r10 = f32x4.add(b, c), r20 = f32x4.sub(c, b), r30 = f32x4.sub(b, d);
    a = pixel(1, at); b = pixel(5, at); c = pixel(9, at); d = pixel(13, at);
    const r01 = f32x4.sub(a, c), r11 = f32x4.add(b, c), r21 = f32x4.sub(c, b), r31 = f32x4.sub(b, d);
    a = pixel(2, at); b = pixel(6, at); c = pixel(10, at); d = pixel(14, at);
    const r02 = f32x4.sub(a, c), r12 = f32x4.add(b, c), r22 = f32x4.sub(c, b), r32 = f32x4.sub(b, d);
    a = pixel(3, at); b = pixel(7, at); c = pixel(11, at); d = pixel(15, at);
    const r03 = f32x4.sub(a, c), r13 = f32x4.add(b, c), r23 = f32x4.sub(c, b), r33 = f32x4.sub(b, d);
    let place = to;
    storeRow(place, apart, r00, r01, r02, r03); place += apart << 2;
    storeRow(place, apart, r10, r11, r12, r13); place += apart << 2;
    storeRow(place, apart, r20, r21, r22, r23); place += apart << 2;
    storeRow(place, apart, r30, r31, r32, r33);
  }
}

// @ts-ignore: decorator
@inline
function storeRow(to: usize, apart: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(to, f32x4.sub(a, c));
  v128.store(to + apart, f32x4.add(b, c));
  v128.store(to + 2 * apart, f32x4.sub(c, b));
  v128.store(to + 3 * apart, f32x4.sub(b, d));
}

/** Transforms the channels from `channel` on, `width` of them, of `count` windows from number `first` on. */
export function transformWindows(g: Geometry, x: usize, zeros: usize, first: i32, count: i32, channel: i32, width: i32, to: usize): void {
  const apart = placeBytes(count, width);
  const bytes = <usize>width << 2;
  layPixels(x, g.h, g.w, <usize>g.ci << 2, windowsDown(g), windowsAcross(g), 2, 2, -g.padTop, -g.padLeft, first, count);
  for (let window = 0; window < count; window++, to += bytes) {
    pointToWindow(g, pixelRow(window), pixelColumn(window), pixelAddress(window), zeros);
    transformWindow(<usize>channel << 2, bytes, to, apart);
  }
}

/** M = V U for each of the 16 places: the windows' rows of ci values by the panels from `firstPanel` to `endPanel`, of `panels`. */
function multiplyPlaces(g: Geometry, count: i32, v: usize, u: usize, panels: i32, firstPanel: i32, endPanel: i32, m: usize): void {
  const rows = (count + tileRows - 1) / tileRows * tileRows;
  const width = (endPanel - firstPanel) * tileColumns;
  for (let row = 0; row < rows; row++) {
    store<u32>(aPointer(row, 1), <u32>(v + <usize>(min(row, count - 1) * g.ci) * 4));
    store<u32>(cPointer(row), <u32>(m + <usize>(row * width) * 4));
  }
  const vApart = placeBytes(count, g.ci), mApart = placeBytes(rows, width);
  const panelBytes = <usize>(g.ci * tileColumns) << 2;
  for (let place = 0; place < 16; place++) {
    for (let panel = firstPanel; panel < endPanel; panel++) {
      const b = u + <usize>(place * panels + panel) * panelBytes;
      const to = <usize>place * mApart + (<usize>((panel - firstPanel) * tileColumns) << 2);
      for (let row = 0; row < rows; row += tileRows) {
        rowTile(aPointer(row, 1), <usize>place * vApart, 1, g.ci, b, cPointer(row), to, false);
      }
    }
  }
}

/** Y = Aᵀ M A of one window, `bytes` bytes of channels, to the 2×2 outputs at `to`, of which those inside are stored; answers 0 · Σ y, which is NaN where some y is infinite or NaN. */
function transformProduct(m: usize, apart: usize, bytes: usize, to: usize, down: usize, across: usize, below: bool, beside: bool): v128 {
  const nothing = f32x4.splat(0);
  let bad = nothing;
  for (let at: usize = 0; at < bytes; at += 16, m += 16, to += 16) {
    let place = m;
    let a = v128.load(place), b = v128.load(place + apart), c = v128.load(place + 2 * apart), d = v128.load(place + 3 * apart);
    place += apart << 2;
    let e = v128.load(place), f = v128.load(place + apart), h = v128.load(place + 2 * apart), i = v128.load(place + 3 * apart);
    place += apart << 2;
    a = f32x4.add(a, e); b = f32x4.add(b, f); c = f32x4.add(c, h); d = f32x4.add(d, i);
    let k = v128.load(place), l = v128.load(place + apart), n = v128.load(place + 2 * apart), o = v128.load(place + 3 * apart);
    place += apart << 2;
    a = f32x4.add(a, k); b = f32x4.add(b, l); c = f32x4.add(c, n); d = f32x4.add(d, o);
    e = f32x4.sub(e, k); f = f32x4.sub(f, l); h = f32x4.sub(h, n); i = f32x4.sub(i, o);
    k = v128.load(place); l = v128.load(place + apart); n = v128.load(place + 2 * apart); o = v128.load(place + 3 * apart);
    e = f32x4.sub(e, k); f = f32x4.sub(f, l); h = f32x4.sub(h, n); i = f32x4.sub(i, o);
    const y00 = f32x4.add(f32x4.add(a, b), c), y01 = f32x4.sub(f32x4.sub(b, c), d);
    const y10 = f32x4.add(f32x4.add(e, f), h), y11 = f32x4.sub(f32x4.sub(f, h), i);
    v128.store(to, y00);
    if (beside) v128.store(to + across, y01);
    if (below) v128.store(to + down, y10);
    if (below && beside) v128.store(to + down + across, y11);
    bad = madd(y00, nothing, madd(y01, nothing, madd(y10, nothing, madd(y11, nothing, bad))));
  }
  return bad;
}

/** Writes the outputs of `count` windows, which are laid out, the `width` channels from `channel` on; answers 0 · Σ y, before y is normalised. */
function transformProducts(g: Geometry, count: i32, channel: i32, width: i32, m: usize, normalisation: usize): v128 {
  const rows = (count + tileRows - 1) / tileRows * tileRows;
  const apart = placeBytes(rows, width);
  const bytes = <usize>width << 2;
  const pixel = <usize>g.co << 2;
  const down = <usize>g.ow * pixel;
  const n = changetype<Normalisation>(normalisation);
  let bad = f32x4.splat(0);
  for (let window = 0; window < count; window++, m += bytes) {
    const at = pixelAddress(window);
    const below = pixelRow(window) + 1 < g.oh, beside = pixelColumn(window) + 1 < g.ow;
    bad = f32x4.add(bad, transformProduct(m, apart, bytes, at + (<usize>channel << 2), down, pixel, below, beside));
    if (normalisation == 0) continue;
    const across = beside ? 2 : 1;
    normaliseRows(n, at, at, across, g.co, channel, channel + width);
    if (below) normaliseRows(n, at + down, at + down, across, g.co, channel, channel + width);
  }
  return bad;
}

/**
 * Item: `each` windows, and a group of panels. y = x ∗ filter, whose transform is packed at `u`; where `moments` is not 0, those of the outputs
 * follow, which must be whole blocks of BLOCK_ROWS; where `normalisation` is not 0, they are normalised. Where an output is not finite, it may be
 * so by the transforms alone, as infinity minus infinity or an overflow: then `bad` is set to 1, and the convolution is to be done by direct sums.
 */
export function winogradConv2d(x: usize, zeros: usize, u: usize, y: usize, moments: usize, normalisation: usize, bad: usize, geometry: usize, each: i32, groups: i32, item: i32): void {
  const g = changetype<Geometry>(geometry);
  const group = item % groups;
  const first = (item / groups) * each;
  const count = min(each, windowsOf(g) - first);
  const panels = g.co / tileColumns;
  const firstPanel = panels * group / groups;
  const endPanel = panels * (group + 1) / groups;
  const v = windows();
  const m = v + (placeBytes(each, g.ci) << 4);
  transformWindows(g, x, zeros, first, count, 0, g.ci, v);
  layOutputs(g, y, first, count);
  let sum = f32x4.splat(0);
  for (let panel = firstPanel; panel < endPanel; panel += HELD_COLUMNS / tileColumns) {
    const end = min(endPanel, panel + HELD_COLUMNS / tileColumns);
    multiplyPlaces(g, count, v, u, panels, panel, end, m);
    sum = f32x4.add(sum, transformProducts(g, count, panel * tileColumns, (end - panel) * tileColumns, m, normalisation));
  }
  if (!v128.all_true<i32>(f32x4.eq(sum, sum))) store<i32>(bad, 1);
  if (moments == 0) return;
  const pixels = count * 4;
  for (let row = 0; row < pixels; row += BLOCK_ROWS) {
    const before = first * 4 + row;
    const to = moments + (<usize>(before / BLOCK_ROWS * g.co) << 3);
    momentsOfRows(y + (<usize>(before * g.co) << 2), min(BLOCK_ROWS, pixels - row), g.co, firstPanel * tileColumns, endPanel * tileColumns, to);
  }
}

/** The word that stands there: what a kernel found out on its way. */
export function loadInt(at: usize): i32 { return load<i32>(at); }
