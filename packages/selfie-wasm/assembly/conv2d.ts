import { tileColumns } from './generated/tiles';
import { Geometry, gatherPatches, layInputs, pointToInputs } from './geometry';
import { momentsOfRows } from './moments';
import { Normalisation, normaliseRows } from './normalise';
import { cPointer, rowProduct } from './row-product';
import { BLOCK_ROWS } from './scratch';

/**
 * Item: a block of output pixels and a group of panels. y = x ∗ filter as a product of image rows, read through pointers, and packed panels;
 * while y is in cache, its moments follow where `moments` is not 0, and it is normalised where `normalisation` is not 0.
 */
export function conv2d(x: usize, zeros: usize, b: usize, y: usize, moments: usize, normalisation: usize, geometry: usize, groups: i32, item: i32): void {
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
  const firstColumn = firstPanel * tileColumns;
  const endColumn = min(g.co, endPanel * tileColumns);
  const block = y + (<usize>(first * g.co) << 2);
  if (moments != 0) momentsOfRows(block, count, g.co, firstColumn, endColumn, moments + (<usize>(first / BLOCK_ROWS * g.co) << 3));
  if (normalisation != 0) normaliseRows(changetype<Normalisation>(normalisation), block, block, count, g.co, firstColumn, endColumn);
}
