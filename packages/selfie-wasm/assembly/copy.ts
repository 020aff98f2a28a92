/** Rows that one item copies. */
export const COPY_ROWS: i32 = 256;

/**
 * Item: COPY_ROWS rows of a copy of 4-byte values between two strided places: y[i0, …, i5] = x[i0, …, i5] for `shape` [6]
 * with `from` and `to` strides [6] in values, all three laid out after one another at `layout`.
 */
export function copy(x: usize, y: usize, layout: usize, rows: i32, item: i32): void {
  const d1 = load<i32>(layout, 4), d2 = load<i32>(layout, 8), d3 = load<i32>(layout, 12), d4 = load<i32>(layout, 16), d5 = load<i32>(layout, 20);
  const end = min(rows, (item + 1) * COPY_ROWS);
  const fromStep = <usize>load<i32>(layout, 44) << 2;
  const toStep = <usize>load<i32>(layout, 68) << 2;
  for (let row = item * COPY_ROWS; row < end; row++) {
    const i4 = row % d4, r3 = row / d4;
    const i3 = r3 % d3, r2 = r3 / d3;
    const i2 = r2 % d2, r1 = r2 / d2;
    const i1 = r1 % d1, i0 = r1 / d1;
    let from = x + (<usize>(i0 * load<i32>(layout, 24) + i1 * load<i32>(layout, 28) + i2 * load<i32>(layout, 32) + i3 * load<i32>(layout, 36) + i4 * load<i32>(layout, 40)) << 2);
    let to = y + (<usize>(i0 * load<i32>(layout, 48) + i1 * load<i32>(layout, 52) + i2 * load<i32>(layout, 56) + i3 * load<i32>(layout, 60) + i4 * load<i32>(layout, 64)) << 2);
    if (fromStep == 4 && toStep == 4) {
      let left = d5;
      for (; left >= 4; left -= 4, from += 16, to += 16) v128.store(to, v128.load(from));
      for (; left > 0; left--, from += 4, to += 4) store<u32>(to, load<u32>(from));
    } else {
      for (let j = 0; j < d5; j++, from += fromStep, to += toStep) store<u32>(to, load<u32>(from));
    }
  }
}

/** Item: a row of the table: how many values are copied, from where, and to where. */
export function copyStretch(table: usize, item: i32): void {
  const row = table + <usize>item * 12;
  memory.copy(<usize>load<u32>(row, 8), <usize>load<u32>(row, 4), <usize>load<u32>(row) << 2);
}

/** Item: COPY_ROWS · 64 values set to one 4-byte pattern. */
export function fill(y: usize, size: i32, pattern: i32, item: i32): void {
  const first = item * COPY_ROWS * 64;
  const end = min(size, first + COPY_ROWS * 64);
  for (let i = first; i < end; i++) store<i32>(y + (<usize>i << 2), pattern);
}

/** Item: COPY_ROWS rows of y [outer, indices, inner] = x [outer, count, inner] at indices along the middle. */
export function gather(x: usize, indices: usize, y: usize, count: i32, places: i32, inner: i32, rows: i32, item: i32): void {
  const end = min(rows, (item + 1) * COPY_ROWS);
  for (let row = item * COPY_ROWS; row < end; row++) {
    const index = load<i32>(indices + (<usize>(row % places) << 2));
    memory.copy(y + (<usize>row * inner << 2), x + (<usize>((row / places) * count + index) * inner << 2), <usize>inner << 2);
  }
}

/** Item: COPY_ROWS rows of y [rows, depth]: `on` where the column is the row's index, `off` elsewhere. */
export function oneHot(indices: usize, y: usize, rows: i32, depth: i32, on: i32, off: i32, item: i32): void {
  const end = min(rows, (item + 1) * COPY_ROWS);
  for (let row = item * COPY_ROWS; row < end; row++) {
    const index = load<i32>(indices + (<usize>row << 2));
    for (let j = 0; j < depth; j++) store<i32>(y + (<usize>(row * depth + j) << 2), j == index ? on : off);
  }
}

/** Item: COPY_ROWS values of y = start + i · step, as float32 or, with `whole`, as int32. */
export function range(y: usize, size: i32, start: f64, step: f64, whole: i32, item: i32): void {
  const end = min(size, (item + 1) * COPY_ROWS);
  for (let i = item * COPY_ROWS; i < end; i++) {
    const value = start + <f64>i * step;
    if (whole) store<i32>(y + (<usize>i << 2), <i32>value);
    else store<f32>(y + (<usize>i << 2), <f32>value);
  }
}
