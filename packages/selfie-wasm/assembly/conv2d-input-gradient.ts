import { tileColumns } from './generated/tiles';
import { Geometry } from './geometry';
import { packColumns } from './pack';
import { layPixels, pixelAddress, pointTap } from './pixels';
import { cPointer, rowProduct } from './row-product';
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
  taps: i32;
  /** Three numbers a tap stand behind: ky · kw + kx, and its offsets. */
  @inline tap(i: i32): i32 { return load<i32>(changetype<usize>(this) + i * 12, 20); }
  @inline offsetY(i: i32): i32 { return load<i32>(changetype<usize>(this) + i * 12, 24); }
  @inline offsetX(i: i32): i32 { return load<i32>(changetype<usize>(this) + i * 12, 28); }
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
  layPixels(dx, g.h, g.w, <usize>g.ci * 4, p.rows, p.columns, g.strideY, g.strideX, p.firstY, p.firstX, first, count);
  for (let row = 0; row < count; row++) store<u32>(cPointer(row), <u32>pixelAddress(row));
  const pixelBytes = <usize>g.co * 4;
  layPixels(dy, g.oh, g.ow, pixelBytes, p.rows, p.columns, 1, 1, 0, 0, first, count);
  for (let i = 0; i < p.taps; i++) {
    pointTap(count, i, p.taps, p.offsetY(i), p.offsetX(i), g.oh, g.ow, pixelBytes, zeros);
  }
  const panels = (g.ci + tileColumns - 1) / tileColumns;
  const firstPanel = panels * group / groups;
  const endPanel = panels * (group + 1) / groups;
  if (p.taps > 0) return rowProduct(count, p.taps, g.co, b, g.ci, firstPanel, endPanel);
  for (let row = 0; row < count; row++) memory.fill(<usize>load<u32>(cPointer(row)), 0, <usize>g.ci * 4);
}
