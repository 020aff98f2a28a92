import { tileColumns } from './generated/tiles';

/** Floats of `columns` columns of `depth` rows once packed: whole panels, the last one filled with zeros. */
export function packedSize(depth: i32, columns: i32): i32 {
  return depth * ((columns + tileColumns - 1) / tileColumns) * tileColumns;
}

/** Panels next to each other that one item packs, and rows at a time, so that whole cache lines are read while they are near. */
export const PANEL_GROUP: i32 = 4;
const PACKED_ROWS: i32 = 32;

/**
 * Item: PANEL_GROUP panels of one matrix of B. B[k][j] lies at b + (k · rowStride + j · columnStride) floats; a panel
 * becomes depth × tileColumns, with zeros where B ends.
 */
export function packPanels(b: usize, batchStride: i32, depth: i32, columns: i32, rowStride: i32, columnStride: i32, packed: usize, item: i32): void {
  const panels = (columns + tileColumns - 1) / tileColumns;
  const groups = (panels + PANEL_GROUP - 1) / PANEL_GROUP;
  const matrix = item / groups;
  const firstPanel = (item % groups) * PANEL_GROUP;
  const endPanel = min(panels, firstPanel + PANEL_GROUP);
  const from = b + <usize>matrix * batchStride * 4;
  for (let k = 0; k < depth; k += PACKED_ROWS) {
    const rows = min(PACKED_ROWS, depth - k);
    for (let panel = firstPanel; panel < endPanel; panel++) {
      const first = panel * tileColumns;
      const to = packed + (<usize>(matrix * panels + panel) * depth + k) * tileColumns * 4;
      const here = from + (<usize>k * rowStride + <usize>first * columnStride) * 4;
      packColumns(here, rows, min(tileColumns, columns - first), rowStride, columnStride, tileColumns, to);
    }
  }
}

/** Copies depth × width values, `width` next to each other after one another, into rows of `height` ≥ width, zeros behind. */
export function packColumns(from: usize, depth: i32, width: i32, rowStride: i32, columnStride: i32, height: i32, to: usize): void {
  const next = <usize>height * 4;
  if (columnStride == 1 && width == height && (height & 3) == 0) {
    for (let k = 0; k < depth; k++, to += next, from += <usize>rowStride * 4) {
      for (let j: usize = 0; j < next; j += 16) v128.store(to + j, v128.load(from + j));
    }
    return;
  }
  const stride = <usize>columnStride * 4;
  for (let k = 0; k < depth; k++, to += next, from += <usize>rowStride * 4) {
    let j = 0;
    for (; j < width; j++) store<f32>(to + (j << 2), load<f32>(from + j * stride));
    for (; j < height; j++) store<f32>(to + (j << 2), 0);
  }
}
