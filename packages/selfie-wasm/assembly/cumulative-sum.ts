// @ts-ignore: decorator
@inline
function accumulate<T>(x: usize, y: usize, count: i32, inner: i32, exclusive: i32, backwards: i32, item: i32): void {
  const step = <usize>inner << 2;
  const start = <usize>item * count * step;
  let at = start + (backwards ? <usize>(count - 1) * step : 0);
  const onwards = backwards ? 0 - step : step;
  if (exclusive) memory.fill(y + at, 0, step);
  else memory.copy(y + at, x + at, step);
  for (let i = 1; i < count; i++) {
    const before = at;
    at += onwards;
    const added = exclusive ? before : at;
    for (let j: usize = 0; j < step; j += 4) store<T>(y + at + j, load<T>(y + before + j) + load<T>(x + added + j));
  }
}

/** Item: one x [count, inner] of many. y[i] = Σ of x up to i, or with `exclusive` up to i − 1, or from the end on with `backwards`. */
export function cumulativeSum(x: usize, y: usize, count: i32, inner: i32, exclusive: i32, backwards: i32, item: i32): void {
  accumulate<f32>(x, y, count, inner, exclusive, backwards, item);
}
/** The same of int32. */
export function cumulativeSumOfInts(x: usize, y: usize, count: i32, inner: i32, exclusive: i32, backwards: i32, item: i32): void {
  accumulate<i32>(x, y, count, inner, exclusive, backwards, item);
}
