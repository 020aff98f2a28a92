import { Geometry, gatherPatch } from './geometry';
import { outerProduct, packPixels } from './outer-product';
import { BLOCK_COLUMNS, BLOCK_PIXELS, aPointers } from './scratch';

/** Rows of the filter's gradient that one unit of work computes. */
const UNIT_ROWS: i32 = 48;

/** How many units the filter's rows (taps × channels) fall into. */
export function filterUnits(geometry: usize): i32 {
  const g = changetype<Geometry>(geometry);
  return g.gathers() ? (g.taps() * g.ci + UNIT_ROWS - 1) / UNIT_ROWS : g.taps() * ((g.ci + UNIT_ROWS - 1) / UNIT_ROWS);
}

/** Pointers to what one tap saw at `count` output pixels from `first` on; with tap < 0, to the gathered patches. */
function pixelPointers(g: Geometry, x: usize, zeros: usize, first: i32, count: i32, tap: i32): void {
  const imageBytes = <usize>(g.h * g.w * g.ci) * 4;
  let ox = first % g.ow;
  let oy = (first / g.ow) % g.oh;
  let image = x + <usize>(first / g.ow / g.oh) * imageBytes;
  const up = tap < 0 ? 0 : (tap / g.kw) * g.dilationY - g.padTop;
  const left = tap < 0 ? 0 : (tap % g.kw) * g.dilationX - g.padLeft;
  for (let p = 0; p < count; p++) {
    if (tap < 0) {
      store<u32>(aPointers() + (p << 2), <u32>gatherPatch(g, image, oy, ox, p));
    } else {
      const iy = oy * g.strideY + up;
      const ix = ox * g.strideX + left;
      const inside = <u32>iy < <u32>g.h && <u32>ix < <u32>g.w;
      store<u32>(aPointers() + (p << 2), <u32>(inside ? image + <usize>((iy * g.w + ix) * g.ci) * 4 : zeros));
    }
    if (++ox == g.ow) {
      ox = 0;
      if (++oy == g.oh) { oy = 0; image += imageBytes; }
    }
  }
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
      packPixels(dy + (<usize>first * g.co + j) * 4, g.co, count, width);
      let tapHere = -2;
      for (let unit = firstUnit; unit < endUnit; unit++) {
        const tap = unit / unitsEach;
        const row = (unit % unitsEach) * UNIT_ROWS;
        if (tap != tapHere) pixelPointers(g, x, zeros, first, count, g.gathers() ? -1 : tap);
        tapHere = tap;
        const to = filter + <usize>((tap * g.ci + row) * g.co) * 4;
        outerProduct(aPointers(), <usize>row << 2, min(UNIT_ROWS, rowsEach - row), count, to, g.co, j, width, block > firstBlock);
      }
    }
  }
}
