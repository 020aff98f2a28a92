import { rowTile, tileColumns, tileRows } from './generated/tiles';
import { BLOCK_DEPTH, aPointers, cPointers, spareTile } from './scratch';

/** Rows of the highest tile. */
const MOST_TILE_ROWS: i32 = 6;

/** Where the pointer of row `row` for its first tap stands; the next tap's is tileRows pointers on, the next tile behind all taps. */
// @ts-ignore: decorator
@inline
export function aPointer(row: i32, taps: i32): usize {
  return aPointers() + (((row / tileRows) * taps * tileRows + (row % tileRows)) << 2);
}

/** Where the pointer of row `row` of C stands. */
// @ts-ignore: decorator
@inline
export function cPointer(row: i32): usize { return cPointers() + (row << 2); }

/** Repeats the last row's pointers up to a whole tile, so that a tile reads only what is there. */
function completeTile(rows: i32, taps: i32): void {
  for (let row = rows; row % tileRows != 0; row++) {
    const from = aPointer(rows - 1, taps);
    const to = aPointer(row, taps);
    for (let tap = 0; tap < taps; tap++) store<u32>(to + tap * (tileRows << 2), load<u32>(from + tap * (tileRows << 2)));
  }
}

/**
 * C[row][firstPanel·tileColumns …] = Σ over taps and depth of A · B for `rows` rows whose pointers stand at `aPointer`
 * and `cPointer`; `b` are packed panels of taps · depth rows. Sums run over k in order, BLOCK_DEPTH terms at a time.
 */
export function rowProduct(rows: i32, taps: i32, depth: i32, b: usize, columns: i32, firstPanel: i32, endPanel: i32): void {
  completeTile(rows, taps);
  const panelBytes = <usize>taps * depth * tileColumns * 4;
  const tapsAtOnce = max(1, BLOCK_DEPTH / depth);
  for (let tap = 0; tap < taps; tap += tapsAtOnce) {
    const someTaps = min(tapsAtOnce, taps - tap);
    for (let k = 0; k < depth; k += BLOCK_DEPTH) {
      const someDepth = min(BLOCK_DEPTH, depth - k);
      const accumulate = tap + k > 0;
      for (let panel = firstPanel; panel < endPanel; panel++) {
        const first = panel * tileColumns;
        const bHere = b + <usize>panel * panelBytes + <usize>(tap * depth + k) * tileColumns * 4;
        const width = min(tileColumns, columns - first);
        for (let row = 0; row < rows; row += tileRows) {
          const a = aPointer(row, taps) + tap * (tileRows << 2);
          const height = min(tileRows, rows - row);
          if (height == tileRows && width == tileColumns) {
            rowTile(a, <usize>k << 2, someTaps, someDepth, bHere, cPointer(row), <usize>first << 2, accumulate);
          } else {
            useSpareTile();
            rowTile(a, <usize>k << 2, someTaps, someDepth, bHere, sparePointers(), 0, false);
            copySpareTile(row, height, first, width, accumulate);
          }
        }
      }
    }
  }
}

/** Pointers to the rows of the spare tile stand behind it. */
// @ts-ignore: decorator
@inline export function sparePointers(): usize { return spareTile() + MOST_TILE_ROWS * 16 * 4; }

export function useSpareTile(): void {
  for (let i = 0; i < MOST_TILE_ROWS; i++) store<u32>(sparePointers() + (i << 2), <u32>(spareTile() + i * tileColumns * 4));
}

/** Moves the part of the spare tile that lies inside C to its place. */
export function copySpareTile(row: i32, height: i32, first: i32, width: i32, accumulate: bool): void {
  for (let i = 0; i < height; i++) {
    const c = <usize>load<u32>(cPointer(row + i)) + (<usize>first << 2);
    const from = spareTile() + i * tileColumns * 4;
    let j = 0;
    for (; j + 4 <= width; j += 4) {
      const sum = v128.load(from + (j << 2));
      v128.store(c + (j << 2), accumulate ? f32x4.add(v128.load(c + (j << 2)), sum) : sum);
    }
    for (; j < width; j++) {
      const sum = load<f32>(from + (j << 2));
      store<f32>(c + (j << 2), accumulate ? load<f32>(c + (j << 2)) + sum : sum);
    }
  }
}
