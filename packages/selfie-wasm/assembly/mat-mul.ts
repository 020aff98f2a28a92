import { tileColumns } from './generated/tiles';
import { outerProduct, packPixels, termsAtOnce } from './outer-product';
import { aPointer, cPointer, rowProduct } from './row-product';
import { BLOCK_COLUMNS, BLOCK_ROWS, aPointers } from './scratch';

/** Item: a block of rows and a group of panels of one matrix of the batch. C = A · B, A [batch, rows, depth], B packed. */
export function matMul(a: usize, aBatch: i32, b: usize, bBatch: i32, c: usize, rows: i32, depth: i32, columns: i32, blocks: i32, groups: i32, item: i32): void {
  const group = item % groups;
  const block = (item / groups) % blocks;
  const batch = item / groups / blocks;
  const panelCount = (columns + tileColumns - 1) / tileColumns;
  const first = block * BLOCK_ROWS;
  const count = min(BLOCK_ROWS, rows - first);
  const aHere = a + (<usize>batch * aBatch + <usize>first * depth) * 4;
  const cHere = c + (<usize>batch * rows + first) * columns * 4;
  for (let row = 0; row < count; row++) {
    store<u32>(aPointer(row, 1), <u32>(aHere + <usize>row * depth * 4));
    store<u32>(cPointer(row), <u32>(cHere + <usize>row * columns * 4));
  }
  rowProduct(count, 1, depth, b + <usize>batch * bBatch * 4, columns, panelCount * group / groups, panelCount * (group + 1) / groups);
}

/** Item: a block of rows of one matrix of the batch. C = Aᵀ · B, A [batch, depth, rows], B [batch, depth, columns]. */
export function matMulTransposed(a: usize, aBatch: i32, b: usize, bBatch: i32, c: usize, rows: i32, depth: i32, columns: i32, blocks: i32, blockRows: i32, item: i32): void {
  const batch = item / blocks;
  const first = (item % blocks) * blockRows;
  const count = min(blockRows, rows - first);
  const aHere = a + (<usize>batch * aBatch + first) * 4;
  const bHere = b + <usize>batch * bBatch * 4;
  const most = termsAtOnce(rows, columns);
  const cHere = c + (<usize>batch * rows + first) * columns * 4;
  for (let j = 0; j < columns; j += BLOCK_COLUMNS) {
    const width = min(BLOCK_COLUMNS, columns - j);
    for (let k = 0; k < depth; k += most) {
      const terms = min(most, depth - k);
      for (let p = 0; p < terms; p++) store<u32>(aPointers() + (p << 2), <u32>(aHere + <usize>(k + p) * rows * 4));
      const panels = packPixels(bHere + (<usize>k * columns + j) * 4, columns, terms, width);
      outerProduct(aPointers(), 0, count, terms, panels, cHere, columns, j, width, k > 0);
    }
  }
}
