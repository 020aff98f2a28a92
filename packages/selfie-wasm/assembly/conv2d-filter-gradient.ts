import { Geometry, gatherPatches, layInputs, pointToInputs } from './geometry';
import { outerProduct, packPixels } from './outer-product';
import { BLOCK_COLUMNS, BLOCK_PIXELS, aPointers } from './scratch';

/** Rows of the filter's gradient that one unit of work computes. */
const UNIT_ROWS: i32 = 48;

/** How many units the filter's rows (taps × channels) fall into. */
export function filterUnits(geometry: usize): i32 {
  const g = changetype<Geometry>(geometry);
  return g.gathers() ? (g.taps() * g.ci + UNIT_ROWS - 1) / UNIT_ROWS : g.taps() * ((g.ci + UNIT_ROWS - 1) / UNIT_ROWS);
}

/**
 * Item: a share of the output pixels (of `shares`) and a group of units (of `groups`). Partial dFilter[tap][ci][co] =
 * Σ over the share's pixels of x · dy, at partials + share · |filter|; the shares are added up afterwards.
 */
export function conv2dFilterGradient(x: usize, zeros: usize, dy: usize, partials: usize, geometry: usize, shares: i32, groups: i32, item: i32): void {
  const g = changetype<Geometry>(geometry);
  const share = item / groups;
  const group = item % groups;
  const units = filterUnits(geometry);
  const firstUnit = units * group / groups;
  const endUnit = units * (group + 1) / groups;
  const blocks = (g.pixels + BLOCK_PIXELS - 1) / BLOCK_PIXELS;
  const firstBlock = blocks * share / shares;
  const endBlock = blocks * (share + 1) / shares;
  const rowsEach = g.gathers() ? g.taps() * g.ci : g.ci;
  const unitsEach = (rowsEach + UNIT_ROWS - 1) / UNIT_ROWS;
  const filter = partials + <usize>share * g.taps() * g.ci * g.co * 4;
  for (let j = 0; j < g.co; j += BLOCK_COLUMNS) {
    const width = min(BLOCK_COLUMNS, g.co - j);
    for (let block = firstBlock; block < endBlock; block++) {
      const first = block * BLOCK_PIXELS;
      const count = min(BLOCK_PIXELS, g.pixels - first);
      const b = packPixels(dy + (<usize>first * g.co + j) * 4, g.co, count, width);
      layInputs(g, x, first, count);
      if (g.gathers()) gatherPatches(g, count);
      let tapHere = -1;
      for (let unit = firstUnit; unit < endUnit; unit++) {
        const tap = unit / unitsEach;
        const row = (unit % unitsEach) * UNIT_ROWS;
        if (tap != tapHere && !g.gathers()) {
          pointToInputs(g, count, tap, 0, 1, zeros);
          tapHere = tap;
        }
        const to = filter + <usize>((tap * g.ci + row) * g.co) * 4;
        outerProduct(aPointers(), <usize>row << 2, min(UNIT_ROWS, rowsEach - row), count, b, to, g.co, j, width, block > firstBlock);
      }
    }
  }
}
