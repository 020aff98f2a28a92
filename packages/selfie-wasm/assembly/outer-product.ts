import { outerTile, tileColumns, tileRows } from './generated/tiles';
import { packColumns } from './pack';
import { cPointer, copySpareTile, sparePointers, useSpareTile } from './row-product';
import { BLOCK_COLUMNS, BLOCK_PIXELS, panels } from './scratch';

/** Packs `width` values behind each of `count` pointers into rows of tileRows, zeros behind. */
function packPointers(pointers: usize, shift: usize, count: i32, width: i32, to: usize): void {
  for (let p = 0; p < count; p++, to += tileRows << 2) {
    const from = <usize>load<u32>(pointers + (p << 2)) + shift;
    let i = 0;
    for (; i < width; i++) store<f32>(to + (i << 2), load<f32>(from + (i << 2)));
    for (; i < tileRows; i++) store<f32>(to + (i << 2), 0);
  }
}

/** Packs `columns` columns of B, `count` rows of them, into panels at the front of the panel memory. */
export function packPixels(b: usize, stride: i32, count: i32, columns: i32): void {
  let to = panels();
  for (let first = 0; first < columns; first += tileColumns, to += <usize>count * tileColumns * 4) {
    packColumns(b + (first << 2), count, min(tileColumns, columns - first), stride, 1, tileColumns, to);
  }
}

/**
 * C[row][first …] (+)= Σ over p < count ≤ BLOCK_PIXELS of A[p][row] · B[p][…], where A[p] stands `shift` bytes behind
 * pointers[p], B is what `packPixels` packed, and the rows of C are `stride` floats apart.
 */
export function outerProduct(pointers: usize, shift: usize, rows: i32, count: i32, c: usize, stride: i32, first: i32, columns: i32, accumulate: bool): void {
  const a = panels() + BLOCK_PIXELS * BLOCK_COLUMNS * 4;
  for (let row = 0; row < rows; row += tileRows) {
    const height = min(tileRows, rows - row);
    packPointers(pointers, shift + (<usize>row << 2), count, height, a);
    for (let i = 0; i < height; i++) store<u32>(cPointer(i), <u32>(c + <usize>((row + i) * stride) * 4));
    let b = panels();
    for (let j = 0; j < columns; j += tileColumns, b += <usize>count * tileColumns * 4) {
      const width = min(tileColumns, columns - j);
      if (height == tileRows && width == tileColumns) {
        outerTile(a, count, b, cPointer(0), <usize>(first + j) << 2, accumulate);
      } else {
        useSpareTile();
        outerTile(a, count, b, sparePointers(), 0, false);
        copySpareTile(0, height, first + j, width, accumulate);
      }
    }
  }
}
