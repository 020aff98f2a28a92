import { tileColumns } from './generated/tiles';
import { Geometry, gatherPatches, layInputs, pointToInputs } from './geometry';
import { momentsOfRows } from './moments';
import { cPointer, rowProduct } from './row-product';
import { BLOCK_ROWS } from './scratch';

/**
 * Item: a block of output pixels and a group of panels. y = x ∗ filter as a product of image rows, read through pointers, and packed panels;
 * where `moments` is not 0, those of the block follow while y is in cache.
 */
export function conv2d(x: usize, zeros: usize, b: usize, y: usize, moments: usize, geometry: usize, groups: i32, item: i32): void {
  const g = changetype<Geometry>(geometry);
  const group = item % groups;
  const first = (item / groups) * BLOCK_ROWS;
  const count = min(BLOCK_ROWS, g.pixels - first);
  const taps = g.gathers() ? 1 : g.taps();
  layInputs(g, x, first, count);
  if (g.gathers()) gatherPatches(g, count);
  else for (let tap = 0; tap < taps; tap++) pointToInputs(g, count, tap, tap, taps, zeros);
  for (let row = 0; row < count; row++) store<u32>(cPointer(row), <u32>(y + <usize>(first + row) * g.co * 4));
  const panels = (g.co + tileColumns - 1) / tileColumns;
  const firstPanel = panels * group / groups;
  const endPanel = panels * (group + 1) / groups;
  rowProduct(count, taps, g.taps() * g.ci / taps, b, g.co, firstPanel, endPanel);
  if (moments != 0) {
    const before = <usize>first * g.co * 4;
    const momentsBefore = <usize>(first / BLOCK_ROWS) * g.co * 8;
    momentsOfRows(y + before, count, g.co, firstPanel * tileColumns, min(g.co, endPanel * tileColumns), moments + momentsBefore);
  }
}
