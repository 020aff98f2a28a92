import { tileColumns } from './generated/tiles';
import { Geometry, tapStep } from './geometry';
import { packColumns } from './pack';
import { aPointer, cPointer, rowProduct } from './row-product';
import { BLOCK_ROWS } from './scratch';

/**
 * Input pixels that share (pixel + padding) mod stride meet the same taps of the kernel: one phase of the gradient,
 * laid out by the caller. Its pixels are firstY, firstY + stride, … (`rows` of them) by firstX, … (`columns`); tap i
 * carries pixel (y, x) of the phase to output (y + offsetY(i), x + offsetX(i)).
 */
@unmanaged
export class Phase {
  firstY: i32; rows: i32;
  firstX: i32; columns: i32;
  /** The least and the greatest offset of any tap. */
  lowY: i32; highY: i32;
  lowX: i32; highX: i32;
  taps: i32;
  /** Three numbers a tap stand behind: ky · kw + kx, and its offsets. */
  @inline tap(i: i32): i32 { return load<i32>(changetype<usize>(this) + i * 12, 36); }
  @inline offsetY(i: i32): i32 { return load<i32>(changetype<usize>(this) + i * 12, 40); }
  @inline offsetX(i: i32): i32 { return load<i32>(changetype<usize>(this) + i * 12, 44); }
}

/** Writes the pointers to the outputs that one pixel of the phase reached; outside the map they point to zeros. */
function outputPointers(g: Geometry, p: Phase, outputs: usize, y: i32, x: i32, zeros: usize, to: usize): void {
  const bytes = <usize>g.co * 4;
  const here = outputs + <usize>(y * g.ow + x) * bytes;
  if (y + p.lowY >= 0 && y + p.highY < g.oh && x + p.lowX >= 0 && x + p.highX < g.ow) {
    for (let i = 0; i < p.taps; i++, to += tapStep()) {
      store<u32>(to, <u32>(here + <usize>(p.offsetY(i) * g.ow + p.offsetX(i)) * bytes));
    }
    return;
  }
  for (let i = 0; i < p.taps; i++, to += tapStep()) {
    const inside = <u32>(y + p.offsetY(i)) < <u32>g.oh && <u32>(x + p.offsetX(i)) < <u32>g.ow;
    store<u32>(to, <u32>(inside ? here + <usize>(p.offsetY(i) * g.ow + p.offsetX(i)) * bytes : zeros));
  }
}

/** Item: one panel of the transposed filter, [taps of the phase · co, ci]. */
export function packTransposedFilter(filter: usize, geometry: usize, phase: usize, packed: usize, item: i32): void {
  const g = changetype<Geometry>(geometry);
  const p = changetype<Phase>(phase);
  const first = item * tileColumns;
  const bytes = <usize>g.co * tileColumns * 4;
  let to = packed + <usize>item * p.taps * bytes;
  for (let i = 0; i < p.taps; i++, to += bytes) {
    packColumns(filter + <usize>((p.tap(i) * g.ci + first) * g.co) * 4, g.co, min(tileColumns, g.ci - first), 1, g.co, tileColumns, to);
  }
}

/** Item: a block of the phase's input pixels and a group of panels. dx = dy ∗ transposed filter, over the outputs that saw the pixel. */
export function conv2dInputGradient(dy: usize, zeros: usize, b: usize, dx: usize, geometry: usize, phase: usize, images: i32, groups: i32, item: i32): void {
  const g = changetype<Geometry>(geometry);
  const p = changetype<Phase>(phase);
  const group = item % groups;
  const first = (item / groups) * BLOCK_ROWS;
  const count = min(BLOCK_ROWS, images * p.rows * p.columns - first);
  let x = first % p.columns;
  let y = (first / p.columns) % p.rows;
  let image = first / p.columns / p.rows;
  for (let row = 0; row < count; row++) {
    outputPointers(g, p, dy + <usize>(image * g.oh * g.ow * g.co) * 4, y, x, zeros, aPointer(row, p.taps));
    const iy = p.firstY + y * g.strideY;
    const ix = p.firstX + x * g.strideX;
    store<u32>(cPointer(row), <u32>(dx + <usize>(((image * g.h + iy) * g.w + ix) * g.ci) * 4));
    if (++x == p.columns) {
      x = 0;
      if (++y == p.rows) { y = 0; image++; }
    }
  }
  const panels = (g.ci + tileColumns - 1) / tileColumns;
  const firstPanel = panels * group / groups;
  const endPanel = panels * (group + 1) / groups;
  if (p.taps > 0) return rowProduct(count, p.taps, g.co, b, g.ci, firstPanel, endPanel);
  for (let row = 0; row < count; row++) memory.fill(<usize>load<u32>(cPointer(row)), 0, <usize>g.ci * 4);
}
