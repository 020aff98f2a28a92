import { CHUNK } from './binary';

// @ts-ignore: decorator
@inline
function holds<T>(relation: i32, a: T, b: T): bool {
  if (relation == 0) return a == b;
  if (relation == 1) return a != b;
  if (relation == 2) return a > b;
  if (relation == 3) return a >= b;
  if (relation == 4) return a < b;
  if (relation == 5) return a <= b;
  if (relation == 6) return a != 0 && b != 0;
  return a != 0 || b != 0;
}

// @ts-ignore: decorator
@inline
function broadcast<T>(relation: i32, a: usize, b: usize, y: usize, size: i32, d1: i32, d2: i32, d3: i32, a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32, item: i32): void {
  const end = min(size, (item + 1) * CHUNK);
  const aStep = a3 * sizeof<T>(), bStep = b3 * sizeof<T>();
  for (let at = item * CHUNK; at < end; ) {
    const column = at % d3, row = at / d3;
    const i2 = row % d2, i1 = (row / d2) % d1, i0 = row / d2 / d1;
    let left = a + <usize>(i0 * a0 + i1 * a1 + i2 * a2 + column * a3) * sizeof<T>();
    let right = b + <usize>(i0 * b0 + i1 * b1 + i2 * b2 + column * b3) * sizeof<T>();
    const last = min(end, at + d3 - column);
    for (; at < last; at++, left += aStep, right += bStep) store<u8>(y + at, holds<T>(relation, load<T>(left), load<T>(right)) ? 1 : 0);
  }
}

/**
 * Item: CHUNK values of y (bytes) = whether a = b (relation 0), ≠ (1), > (2), ≥ (3), < (4), ≤ (5), both are not 0 (6), one of
 * them is not 0 (7); shapes and strides as in binary.ts.
 */
export function compareFloats(a: usize, b: usize, y: usize, size: i32, d1: i32, d2: i32, d3: i32, a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32, relation: i32, item: i32): void {
  broadcast<f32>(relation, a, b, y, size, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3, item);
}

/** The same for int32. */
export function compareInts(a: usize, b: usize, y: usize, size: i32, d1: i32, d2: i32, d3: i32, a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32, relation: i32, item: i32): void {
  broadcast<i32>(relation, a, b, y, size, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3, item);
}

/** The same for bytes. */
export function compareBytes(a: usize, b: usize, y: usize, size: i32, d1: i32, d2: i32, d3: i32, a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32, relation: i32, item: i32): void {
  broadcast<u8>(relation, a, b, y, size, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3, item);
}
