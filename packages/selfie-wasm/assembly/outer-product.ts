import { outerTile, scatteredTile, tileColumns, tileRows } from './generated/tiles';
import { packColumns } from './pack';
import { cPointer, copySpareTile, sparePointers, useSpareTile } from './row-product';
import { BLOCK_COLUMNS, BLOCK_PIXELS, panels } from './scratch';

/** Packs `width` values behind each of `count` pointers into rows of tileRows, zeros behind. */
function packPointers(pointers: usize, shift: usize, count: i32, width: i32, to: usize): void {
  const end = pointers + (<usize>count << 2);
  const step = <usize>tileRows << 2;
  if (width == tileRows && tileRows == 4) {
    for (; pointers < end; pointers += 4, to += step) v128.store(to, v128.load(<usize>load<u32>(pointers) + shift));
    return;
  }
  if (width == tileRows && tileRows == 6) {
    for (; pointers < end; pointers += 4, to += step) {
      const from = <usize>load<u32>(pointers) + shift;
      v128.store(to, v128.load(from));
      store<u64>(to, load<u64>(from, 16), 16);
    }
    return;
  }
  const bytes = <usize>width << 2;
  for (; pointers < end; pointers += 4, to += step) {
    const from = <usize>load<u32>(pointers) + shift;
    let i: usize = 0;
    if (bytes >= 16) {
      v128.store(to, v128.load(from));
      i = 16;
    }
    for (; i < bytes; i += 4) store<f32>(to + i, load<f32>(from + i));
    for (; i < step; i += 4) store<f32>(to + i, 0);
  }
}

/** Packs `columns` columns of B, `count` rows of them, into panels at the front of the panel memory; answers where they stand. */
export function packPixels(b: usize, stride: i32, count: i32, columns: i32): usize {
  let to = panels();
  for (let first = 0; first < columns; first += tileColumns, to += <usize>count * tileColumns * 4) {
    packColumns(b + (first << 2), count, min(tileColumns, columns - first), stride, 1, tileColumns, to);
  }
  return panels();
}

/**
 * C[row][first …] (+)= Σ over p < count ≤ BLOCK_PIXELS of A[p][row] · B[p][…], where A[p] stands `shift` bytes behind
 * pointers[p], B are panels of `count` rows, and the rows of C are `stride` floats apart.
 */
export function outerProduct(pointers: usize, shift: usize, rows: i32, count: i32, b: usize, c: usize, stride: i32, first: i32, columns: i32, accumulate: bool): void {
  const a = panels() + BLOCK_PIXELS * BLOCK_COLUMNS * 4;
  // Packing A pays only where several panels use it, or where a tile is cut off.
  const packs = columns > 2 * tileColumns || columns % tileColumns != 0;
  for (let row = 0; row < rows; row += tileRows) {
    const height = min(tileRows, rows - row);
    const whole = height == tileRows;
    if (packs || !whole) packPointers(pointers, shift + (<usize>row << 2), count, height, a);
    for (let i = 0; i < height; i++) store<u32>(cPointer(i), <u32>(c + <usize>((row + i) * stride) * 4));
    let panel = b;
    for (let j = 0; j < columns; j += tileColumns, panel += <usize>count * tileColumns * 4) {
      const width = min(tileColumns, columns - j);
      if (whole && width == tileColumns && packs) {
        outerTile(a, count, panel, cPointer(0), <usize>(first + j) << 2, accumulate);
      } else if (whole && width == tileColumns) {
        scatteredTile(pointers, shift + (<usize>row << 2), count, panel, cPointer(0), <usize>(first + j) << 2, accumulate);
      } else {
        useSpareTile();
        outerTile(a, count, panel, sparePointers(), 0, false);
        copySpareTile(0, height, first + j, width, accumulate);
      }
    }
  }
}
