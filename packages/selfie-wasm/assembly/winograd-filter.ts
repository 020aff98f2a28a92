import { tileColumns } from './generated/tiles';

/** Four values, `stride` bytes from one to the next. */
// @ts-ignore: decorator
@inline
function fourValues(at: usize, stride: usize): v128 {
  if (stride == 4) return v128.load(at);
  let values = v128.load32_zero(at);
  values = v128.load32_lane(at + stride, values, 1);
  values = v128.load32_lane(at + 2 * stride, values, 2);
  return v128.load32_lane(at + 3 * stride, values, 3);
}

/** Stores a row of U, (a b c) Gᵀ. */
// @ts-ignore: decorator
@inline
function storeRow(to: usize, apart: usize, a: v128, b: v128, c: v128): void {
  const half = f32x4.splat(0.5);
  const ends = f32x4.add(a, c);
  v128.store(to, a);
  v128.store(to + apart, f32x4.mul(f32x4.add(ends, b), half));
  v128.store(to + 2 * apart, f32x4.mul(f32x4.sub(ends, b), half));
  v128.store(to + 3 * apart, c);
}

/**
 * Item: one panel, of every place. U = G g Gᵀ of filters g [3, 3, ·, ·], for `depth` channels that are summed over, `depthStride` bytes apart, and
 * `columns` others, `columnStride` bytes apart; packed panels for each of the 16 places, one behind the other. `tapStride` bytes lie from one
 * tap to the next, negative where the filter is turned around.
 */
export function packWinogradFilter(filter: usize, tapStride: i32, depth: i32, depthStride: i32, columns: i32, columnStride: i32, u: usize, item: i32): void {
  const panelBytes = <usize>(depth * tileColumns) << 2;
  const apart = panelBytes * (columns / tileColumns);
  const half = f32x4.splat(0.5);
  let to = u + <usize>item * panelBytes;
  for (let k = 0; k < depth; k++) {
    for (let column = 0; column < tileColumns; column += 4, to += 16) {
      const from = filter + k * depthStride + (item * tileColumns + column) * columnStride;
      const g00 = fourValues(from, columnStride), g01 = fourValues(from + tapStride, columnStride), g02 = fourValues(from + 2 * tapStride, columnStride);
      const g10 = fourValues(from + 3 * tapStride, columnStride), g11 = fourValues(from + 4 * tapStride, columnStride), g12 = fourValues(from + 5 * tapStride, columnStride);
      const g20 = fourValues(from + 6 * tapStride, columnStride), g21 = fourValues(from + 7 * tapStride, columnStride), g22 = fourValues(from + 8 * tapStride, columnStride);
      const e0 = f32x4.add(g00, g20), e1 = f32x4.add(g01, g21), e2 = f32x4.add(g02, g22);
      storeRow(to, apart, g00, g01, g02);
      storeRow(to + 4 * apart, apart, f32x4.mul(f32x4.add(e0, g10), half), f32x4.mul(f32x4.add(e1, g11), half), f32x4.mul(f32x4.add(e2, g12), half));
      storeRow(to + 8 * apart, apart, f32x4.mul(f32x4.sub(e0, g10), half), f32x4.mul(f32x4.sub(e1, g11), half), f32x4.mul(f32x4.sub(e2, g12), half));
      storeRow(to + 12 * apart, apart, g20, g21, g22);
    }
  }
}
