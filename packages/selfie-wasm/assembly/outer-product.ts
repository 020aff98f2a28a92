import { outerTile, outerTileRows, scatteredTile, tileColumns } from './generated/tiles';
import { packColumns } from './pack';
import { cPointer, copySpareTile, sparePointers, useSpareTile } from './row-product';
import { BLOCK_PIXELS, FEW_CHANNELS, TILES_APART, panels, tilesOfA } from './scratch';

/** Terms of a sum that are added at a time, for C of so many rows and columns. */
export function termsAtOnce(rows: i32, columns: i32): i32 {
  return max(rows, columns) > FEW_CHANNELS ? BLOCK_PIXELS / 2 : BLOCK_PIXELS;
}

/** Rows of B that are packed at a time, where only a part of each is, or the last panel is cut off. */
const ROWS_AT_ONCE: i32 = 8;

/** Packs `columns` columns of B, `count` rows of them, into panels at the front of the panel memory; answers where they stand. */
export function packPixels(b: usize, stride: i32, count: i32, columns: i32): usize {
  if (columns == stride && columns % tileColumns == 0) {
    packWholeRows(b, count, columns);
    return panels();
  }
  const rowBytes = <usize>tileColumns << 2;
  for (let row = 0; row < count; row += ROWS_AT_ONCE) {
    const rows = min(ROWS_AT_ONCE, count - row);
    let to = panels() + <usize>row * rowBytes;
    for (let first = 0; first < columns; first += tileColumns, to += <usize>count * rowBytes) {
      packColumns(b + (<usize>(row * stride + first) << 2), rows, min(tileColumns, columns - first), stride, 1, tileColumns, to);
    }
  }
  return panels();
}

/** The same for rows that follow one another, read as the one stream that they are. */
function packWholeRows(b: usize, count: i32, columns: i32): void {
  const rowBytes = <usize>tileColumns << 2;
  const panelBytes = <usize>count * rowBytes;
  const end = panels() + panelBytes;
  for (let row = panels(); row < end; row += rowBytes) {
    for (let column = 0, to = row; column < columns; column += tileColumns, to += panelBytes) {
      for (let at: usize = 0; at < rowBytes; at += 16, b += 16) v128.store(to + at, v128.load(b));
    }
  }
}

/** Packs the `tiles` · outerTileRows values behind each of `count` pointers, read as a stream, into tiles that are `apart` bytes apart. */
function packWholeTiles(pointers: usize, shift: usize, count: i32, tiles: i32, to: usize, apart: usize): void {
  const step = <usize>outerTileRows << 2;
  const six = outerTileRows == 6;
  const end = pointers + (<usize>count << 2);
  for (; pointers < end; pointers += 4, to += step) {
    let from = <usize>load<u32>(pointers) + shift;
    const endTile = to + <usize>tiles * apart;
    for (let tile = to; tile < endTile; tile += apart, from += step) {
      v128.store(tile, v128.load(from));
      if (six) store<u64>(tile, load<u64>(from, 16), 16);
    }
  }
}

/** Packs the `rows` values, fewer than outerTileRows, behind each of `count` pointers into one tile, zeros behind. */
function packCutTile(pointers: usize, shift: usize, count: i32, rows: i32, to: usize): void {
  const step = <usize>outerTileRows << 2;
  const bytes = <usize>rows << 2;
  const end = pointers + (<usize>count << 2);
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

/**
 * C[row][first …] (+)= Σ over p < count ≤ termsAtOnce of A[p][row] · B[p][…], where A[p] stands `shift` bytes behind
 * pointers[p], B are panels of `count` rows, and the rows of C, at most MOST_ROWS, are `stride` floats apart.
 */
export function outerProduct(pointers: usize, shift: usize, rows: i32, count: i32, b: usize, c: usize, stride: i32, first: i32, columns: i32, accumulate: bool): void {
  const a = tilesOfA();
  const apart = (<usize>(count * outerTileRows) << 2) + TILES_APART;
  // Packing A pays only where several panels use it, or where a tile is cut off.
  const packs = columns > 2 * tileColumns || columns % tileColumns != 0;
  const whole = rows - rows % outerTileRows;
  const inPlace = packs ? 0 : whole;
  if (packs) packWholeTiles(pointers, shift, count, whole / outerTileRows, a, apart);
  if (whole < rows) packCutTile(pointers, shift + (<usize>whole << 2), count, rows - whole, a + <usize>((whole - inPlace) / outerTileRows) * apart);
  for (let row = 0; row < rows; row++) store<u32>(cPointer(row), <u32>(c + <usize>(row * stride) * 4));
  for (let j = 0, panel = b; j < columns; j += tileColumns, panel += <usize>count * tileColumns * 4) {
    const at = <usize>(first + j) << 2;
    const width = min(tileColumns, columns - j);
    for (let row = 0; row < inPlace; row += outerTileRows) {
      scatteredTile(pointers, shift + (<usize>row << 2), count, panel, cPointer(row), at, accumulate);
    }
    for (let row = inPlace, tile = a; row < rows; row += outerTileRows, tile += apart) {
      const height = min(outerTileRows, rows - row);
      if (height == outerTileRows && width == tileColumns) {
        outerTile(tile, count, panel, cPointer(row), at, accumulate);
      } else {
        useSpareTile();
        outerTile(tile, count, panel, sparePointers(), 0, false);
        copySpareTile(row, height, first + j, width, accumulate);
      }
    }
  }
}
