import { Geometry, gatherPatches, layInputs, pointToInputs } from './geometry';
import { outerProduct, packPixels, termsAtOnce } from './outer-product';
import { BLOCK_COLUMNS, MOST_ROWS, aPointers } from './scratch';

/** Rows of the filter's gradient that are one unit of work. */
const UNIT_ROWS: i32 = 48;

/** How many units the filter's rows (taps × channels) fall into. */
export function filterUnits(geometry: usize): i32 {
  const g = changetype<Geometry>(geometry);
  return g.gathers() ? (g.taps() * g.ci + UNIT_ROWS - 1) / UNIT_ROWS : g.taps() * ((g.ci + UNIT_ROWS - 1) / UNIT_ROWS);
}

/** How many blocks the filter's columns (output channels) fall into. */
export function filterColumnBlocks(geometry: usize): i32 {
  return (changetype<Geometry>(geometry).co + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS;
}

/**
 * Item: a share of the output pixels (of `shares`), a group of units (of `rowGroups`) and one of column blocks (of `columnGroups`).
 * Partial dFilter[tap][ci][co] = Σ over the share's pixels of x · dy, at partials + share · |filter|; the shares are added up afterwards.
 */
export function conv2dFilterGradient(x: usize, zeros: usize, dy: usize, partials: usize, geometry: usize, shares: i32, rowGroups: i32, columnGroups: i32, item: i32): void {
  const g = changetype<Geometry>(geometry);
  const share = item / (rowGroups * columnGroups);
  const rowGroup = item / columnGroups % rowGroups;
  const columnGroup = item % columnGroups;
  const units = filterUnits(geometry);
  const firstUnit = units * rowGroup / rowGroups;
  const endUnit = units * (rowGroup + 1) / rowGroups;
  const rowsEach = g.gathers() ? g.taps() * g.ci : g.ci;
  const terms = termsAtOnce(rowsEach, g.co);
  const blocks = (g.pixels + terms - 1) / terms;
  const firstBlock = blocks * share / shares;
  const endBlock = blocks * (share + 1) / shares;
  const unitsEach = (rowsEach + UNIT_ROWS - 1) / UNIT_ROWS;
  const filter = partials + <usize>share * g.taps() * g.ci * g.co * 4;
  const columnBlocks = filterColumnBlocks(geometry);
  const end = min(g.co, columnBlocks * (columnGroup + 1) / columnGroups * BLOCK_COLUMNS);
  for (let j = columnBlocks * columnGroup / columnGroups * BLOCK_COLUMNS; j < end; j += BLOCK_COLUMNS) {
    const width = min(BLOCK_COLUMNS, end - j);
    for (let block = firstBlock; block < endBlock; block++) {
      const first = block * terms;
      const count = min(terms, g.pixels - first);
      const b = packPixels(dy + (<usize>first * g.co + j) * 4, g.co, count, width);
      layInputs(g, x, first, count);
      if (g.gathers()) gatherPatches(g, count);
      for (let unit = firstUnit; unit < endUnit; ) {
        const tap = unit / unitsEach;
        const row = (unit % unitsEach) * UNIT_ROWS;
        const together = min(MOST_ROWS / UNIT_ROWS, min(endUnit - unit, unitsEach - unit % unitsEach));
        if (!g.gathers()) pointToInputs(g, count, tap, 0, 1, zeros);
        const to = filter + <usize>((tap * g.ci + row) * g.co) * 4;
        outerProduct(aPointers(), <usize>row << 2, min(together * UNIT_ROWS, rowsEach - row), count, b, to, g.co, j, width, block > firstBlock);
        unit += together;
      }
    }
  }
}
