import { sum4 } from './exponential';

/** Columns that one item reduces where what is reduced does not come last. */
export const REDUCE_COLUMNS: i32 = 32;

// @ts-ignore: decorator
@inline
function combine4(maximum: bool, a: v128, b: v128): v128 { return maximum ? f32x4.max(a, b) : f32x4.add(a, b); }
// @ts-ignore: decorator
@inline
function combine1(maximum: bool, a: f32, b: f32): f32 { return maximum ? max(a, b) : a + b; }

/** `count` values next to each other: four vectors in turn, then these together, then what is left. */
// @ts-ignore: decorator
@inline
function reduceRun(maximum: bool, x: usize, count: i32): f32 {
  const start = f32x4.splat(maximum ? -Infinity : 0);
  let a = start, b = start, c = start, d = start;
  const end = x + (<usize>count << 2);
  for (; x + 64 <= end; x += 64) {
    a = combine4(maximum, a, v128.load(x));
    b = combine4(maximum, b, v128.load(x, 16));
    c = combine4(maximum, c, v128.load(x, 32));
    d = combine4(maximum, d, v128.load(x, 48));
  }
  const all = combine4(maximum, combine4(maximum, a, b), combine4(maximum, c, d));
  let total = maximum
    ? max(max(f32x4.extract_lane(all, 0), f32x4.extract_lane(all, 1)), max(f32x4.extract_lane(all, 2), f32x4.extract_lane(all, 3)))
    : sum4(all);
  for (; x < end; x += 4) total = combine1(maximum, total, load<f32>(x));
  return total;
}

/** Values of runs that one item reduces; at least one run. */
const RUN_VALUES: i32 = 16384;

/** Runs of `count` values that one item reduces. */
export function runsEach(count: i32): i32 { return max(1, RUN_VALUES / count); }

/** Item: with inner 1, some runs of x [outer, count]; else REDUCE_COLUMNS columns of one x[o] of [outer, count, inner]. Times `factor`. */
// @ts-ignore: decorator
@inline
function reduce(maximum: bool, x: usize, y: usize, outer: i32, count: i32, inner: i32, factor: f32, item: i32): void {
  if (inner == 1) {
    const end = min(outer, (item + 1) * runsEach(count));
    for (let run = item * runsEach(count); run < end; run++) {
      store<f32>(y + (<usize>run << 2), reduceRun(maximum, x + (<usize>run * count << 2), count) * factor);
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
  for (; j + 8 <= end; j += 8) {
    let a = f32x4.splat(maximum ? -Infinity : 0), b = a;
    for (let i = 0, at = from + (<usize>j << 2); i < count; i++, at += step) {
      a = combine4(maximum, a, v128.load(at));
      b = combine4(maximum, b, v128.load(at, 16));
    }
    v128.store(to + (<usize>j << 2), f32x4.mul(a, f32x4.splat(factor)));
    v128.store(to + (<usize>j << 2), f32x4.mul(b, f32x4.splat(factor)), 16);
  }
  for (; j < end; j++) {
    let total: f32 = maximum ? -Infinity : 0;
    for (let i = 0, at = from + (<usize>j << 2); i < count; i++, at += step) total = combine1(maximum, total, load<f32>(at));
    store<f32>(to + (<usize>j << 2), total * factor);
  }
}

export function sum(x: usize, y: usize, outer: i32, count: i32, inner: i32, factor: f32, item: i32): void { reduce(false, x, y, outer, count, inner, factor, item); }
export function maximumOf(x: usize, y: usize, outer: i32, count: i32, inner: i32, factor: f32, item: i32): void { reduce(true, x, y, outer, count, inner, factor, item); }

// @ts-ignore: decorator
@inline
function argument(largest: bool, x: usize, y: usize, outer: i32, count: i32, item: i32): void {
  const end = min(outer, (item + 1) * runsEach(count));
  for (let run = item * runsEach(count); run < end; run++) {
    const from = x + (<usize>run * count << 2);
    let place = 0;
    let best = load<f32>(from);
    for (let i = 1; i < count; i++) {
      const value = load<f32>(from + (<usize>i << 2));
      if (largest ? value > best : value < best) { best = value; place = i; }
    }
    store<i32>(y + (<usize>run << 2), place);
  }
}

/** Item: some runs of x [outer, count]: the place (int32) of the first largest value of each. */
export function argMax(x: usize, y: usize, outer: i32, count: i32, item: i32): void { argument(true, x, y, outer, count, item); }
/** The same of the first smallest. */
export function argMin(x: usize, y: usize, outer: i32, count: i32, item: i32): void { argument(false, x, y, outer, count, item); }
