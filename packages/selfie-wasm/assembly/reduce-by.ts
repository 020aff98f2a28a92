import { REDUCE_COLUMNS, runsEach } from './reduce';

/** By lane: the smallest (op 0), the product (1), of int32 the sum (2), the largest (3), the smallest (4). */
// @ts-ignore: decorator
@inline
function combine4(op: i32, a: v128, b: v128): v128 {
  if (op == 0) return f32x4.min(a, b);
  if (op == 1) return f32x4.mul(a, b);
  if (op == 2) return i32x4.add(a, b);
  if (op == 3) return i32x4.max_s(a, b);
  return i32x4.min_s(a, b);
}

/** What `combine4` leaves every value as it is with. */
// @ts-ignore: decorator
@inline
function start4(op: i32): v128 {
  if (op == 0) return f32x4.splat(Infinity);
  if (op == 1) return f32x4.splat(1);
  return i32x4.splat(op == 2 ? 0 : op == 3 ? i32.MIN_VALUE : i32.MAX_VALUE);
}

/** `total` combined with `count` vectors, or single values in all lanes, `step` bytes apart. */
function fold4(op: i32, total: v128, x: usize, count: i32, step: usize, single: bool): v128 {
  for (let i = 0; i < count; i++, x += step) total = combine4(op, total, single ? v128.load32_splat(x) : v128.load(x));
  return total;
}

/** Item: as for the sum in reduce.ts. The rarer reductions share this function, which keeps the module small. */
export function reduceBy(x: usize, y: usize, outer: i32, count: i32, inner: i32, op: i32, item: i32): void {
  if (inner == 1) {
    const end = min(outer, (item + 1) * runsEach(count));
    for (let run = item * runsEach(count); run < end; run++) {
      const from = x + (<usize>run * count << 2);
      let total = fold4(op, start4(op), from, count >> 2, 16, false);
      total = combine4(op, total, v128.shuffle<i32>(total, total, 1, 0, 3, 2));
      total = combine4(op, total, v128.shuffle<i32>(total, total, 2, 3, 0, 1));
      total = fold4(op, total, from + (<usize>(count & ~3) << 2), count & 3, 4, true);
      v128.store_lane<f32>(y + (<usize>run << 2), total, 0);
    }
    return;
  }
  const blocks = (inner + REDUCE_COLUMNS - 1) / REDUCE_COLUMNS;
  const first = (item % blocks) * REDUCE_COLUMNS;
  const end = min(inner, first + REDUCE_COLUMNS);
  const from = x + (<usize>(item / blocks) * count * inner << 2);
  const to = y + (<usize>(item / blocks) * inner << 2);
  const step = <usize>inner << 2;
  let j = first;
  for (; j + 4 <= end; j += 4) v128.store(to + (<usize>j << 2), fold4(op, start4(op), from + (<usize>j << 2), count, step, false));
  for (; j < end; j++) v128.store_lane<f32>(to + (<usize>j << 2), fold4(op, start4(op), from + (<usize>j << 2), count, step, true), 0);
}
