import { madd } from './multiply-add';
import { BLOCK_ROWS, panels } from './scratch';

/** Channels that one item of `mergeMoments` takes. */
export const MERGED_CHANNELS: i32 = 64;

/**
 * The moments of `count` rows of c values, of the columns from `first` to `end`: their means, and c values behind them the sums of the squared
 * differences from the means. Each column is summed by itself, row by row.
 */
export function momentsOfRows(rows: usize, count: i32, c: i32, first: i32, end: i32, to: usize): void {
  const step = <usize>c << 2;
  const stop = rows + <usize>count * step;
  const squares = to + step;
  const share = f32x4.splat(<f32>1 / <f32>count);
  const endByte = <usize>end << 2;
  let j = <usize>first << 2;
  for (; j + 64 <= endByte; j += 64) {
    let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
    for (let at = rows + j; at < stop; at += step) {
      s0 = f32x4.add(s0, v128.load(at));
      s1 = f32x4.add(s1, v128.load(at, 16));
      s2 = f32x4.add(s2, v128.load(at, 32));
      s3 = f32x4.add(s3, v128.load(at, 48));
    }
    const m0 = f32x4.mul(s0, share), m1 = f32x4.mul(s1, share), m2 = f32x4.mul(s2, share), m3 = f32x4.mul(s3, share);
    let q0 = f32x4.splat(0), q1 = f32x4.splat(0), q2 = f32x4.splat(0), q3 = f32x4.splat(0);
    for (let at = rows + j; at < stop; at += step) {
      const d0 = f32x4.sub(v128.load(at), m0), d1 = f32x4.sub(v128.load(at, 16), m1);
      const d2 = f32x4.sub(v128.load(at, 32), m2), d3 = f32x4.sub(v128.load(at, 48), m3);
      q0 = madd(d0, d0, q0);
      q1 = madd(d1, d1, q1);
      q2 = madd(d2, d2, q2);
      q3 = madd(d3, d3, q3);
    }
    v128.store(to + j, m0);
    v128.store(to + j, m1, 16);
    v128.store(to + j, m2, 32);
    v128.store(to + j, m3, 48);
    v128.store(squares + j, q0);
    v128.store(squares + j, q1, 16);
    v128.store(squares + j, q2, 32);
    v128.store(squares + j, q3, 48);
  }
  while (j < endByte) {
    const four = j + 16 <= endByte;
    let s = f32x4.splat(0), q = f32x4.splat(0);
    for (let at = rows + j; at < stop; at += step) s = f32x4.add(s, fourOrOne(at, four));
    const m = f32x4.mul(s, share);
    for (let at = rows + j; at < stop; at += step) {
      const d = f32x4.sub(fourOrOne(at, four), m);
      q = madd(d, d, q);
    }
    if (four) {
      v128.store(to + j, m);
      v128.store(squares + j, q);
    } else {
      v128.store32_lane(to + j, m, 0);
      v128.store32_lane(squares + j, q, 0);
    }
    j += four ? 16 : 4;
  }
}

// @ts-ignore: decorator
@inline
function fourOrOne(at: usize, four: bool): v128 { return four ? v128.load(at) : v128.load32_zero(at); }

/** Item: a block of rows of x [rows, c]. Writes its moments behind those of the blocks before. */
export function moments(x: usize, rows: i32, c: i32, to: usize, item: i32): void {
  const first = item * BLOCK_ROWS;
  momentsOfRows(x + (<usize>first * c << 2), min(BLOCK_ROWS, rows - first), c, 0, c, to + (<usize>item * c << 3));
}

/**
 * Item: MERGED_CHANNELS channels. The blocks' moments put together, in order: of blocks of nᵢ rows with means mᵢ and sums of squares qᵢ, the mean
 * Σ nᵢ mᵢ / n and the biased variance Σ (qᵢ + nᵢ (mᵢ − mean)²) / n.
 */
export function mergeMoments(moments: usize, rows: i32, c: i32, mean: usize, variance: usize, item: i32): void {
  const first = item * MERGED_CHANNELS;
  const width = <usize>min(MERGED_CHANNELS, c - first);
  const means = panels(), squares = means + MERGED_CHANNELS * 8; // in float64
  memory.fill(means, 0, MERGED_CHANNELS * 16);
  const step = <usize>c << 3;
  const start = moments + (<usize>first << 2);
  for (let left = rows, block = start; left > 0; left -= BLOCK_ROWS, block += step) {
    const count = <f64>min(BLOCK_ROWS, left);
    for (let j: usize = 0; j < width; j++) {
      const to = means + (j << 3);
      store<f64>(to, load<f64>(to) + count * <f64>load<f32>(block + (j << 2)));
    }
  }
  for (let j: usize = 0; j < width; j++) store<f64>(means + (j << 3), load<f64>(means + (j << 3)) / <f64>rows);
  for (let left = rows, block = start; left > 0; left -= BLOCK_ROWS, block += step) {
    const count = <f64>min(BLOCK_ROWS, left);
    for (let j: usize = 0; j < width; j++) {
      const to = squares + (j << 3);
      const difference = <f64>load<f32>(block + (j << 2)) - load<f64>(means + (j << 3));
      store<f64>(to, load<f64>(to) + <f64>load<f32>(block + (<usize>c + j << 2)) + count * difference * difference);
    }
  }
  for (let j: usize = 0; j < width; j++) {
    const to = <usize>first + j << 2;
    store<f32>(mean + to, <f32>load<f64>(means + (j << 3)));
    store<f32>(variance + to, <f32>(load<f64>(squares + (j << 3)) / <f64>rows));
  }
}
