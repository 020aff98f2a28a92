import { madd } from './multiply-add';
import { Normalisation, normaliseRows } from './normalise';

/** Rows that one item takes, whose sums are gathered together before they are merged. */
export const STATISTIC_ROWS: i32 = 256;

/** Item: a block of rows of x [rows, c], normalised to y. */
export function batchNormApply(x: usize, y: usize, normalisation: usize, rows: i32, c: i32, item: i32): void {
  const first = item * STATISTIC_ROWS;
  const before = <usize>(first * c) << 2;
  normaliseRows(changetype<Normalisation>(normalisation), x + before, y + before, min(STATISTIC_ROWS, rows - first), c, 0, c);
}

/** dy where the output was positive, or dy as it is when there was no ReLU (y 0). */
// @ts-ignore: decorator
@inline
function masked4(dy: usize, y: usize, at: usize): v128 {
  const value = v128.load(dy + at);
  return y == 0 ? value : v128.and(value, f32x4.gt(v128.load(y + at), f32x4.splat(0)));
}
// @ts-ignore: decorator
@inline
function masked1(dy: usize, y: usize, at: usize): f32 { return y == 0 || load<f32>(y + at) > 0 ? load<f32>(dy + at) : 0; }

/**
 * Item: one block of rows. Writes Σ dy′ and Σ dy′ · (x − mean) by channel, where dy′ has passed the ReLU (y 0: there was none).
 * Row by row, as the values stand in memory; each channel is summed by itself.
 */
export function batchNormGradSums(dy: usize, x: usize, y: usize, mean: usize, rows: i32, c: i32, partials: usize, item: i32): void {
  const first = item * STATISTIC_ROWS;
  const end = min(rows, first + STATISTIC_ROWS);
  const bytes = <usize>c << 2;
  const sums = partials + <usize>item * bytes * 2;
  const products = sums + bytes;
  memory.fill(sums, 0, bytes * 2);
  for (let row = first; row < end; row++) {
    const base = <usize>row * bytes;
    let j: usize = 0;
    for (; j < <usize>(c & ~3) << 2; j += 16) {
      const at = base + j;
      const passed = masked4(dy, y, at);
      v128.store(sums + j, f32x4.add(v128.load(sums + j), passed));
      v128.store(products + j, madd(passed, f32x4.sub(v128.load(x + at), v128.load(mean + j)), v128.load(products + j)));
    }
    for (; j < bytes; j += 4) {
      const at = base + j;
      const passed = masked1(dy, y, at);
      store<f32>(sums + j, load<f32>(sums + j) + passed);
      store<f32>(products + j, load<f32>(products + j) + passed * (load<f32>(x + at) - load<f32>(mean + j)));
    }
  }
}

/**
 * Item: 64 channels. dscale = Σ dy′ · (x − mean) · inverse deviation, dshift = Σ dy′, and the three coefficients [3, c] of
 * dx = a · (dy′ − b · (x − mean) − d) with a = scale · inverse deviation.
 */
export function batchNormGradMerge(partials: usize, rows: i32, c: i32, scale: usize, variance: usize, epsilon: f32, dscale: usize, dshift: usize, coefficients: usize, item: i32): void {
  const blocks = (rows + STATISTIC_ROWS - 1) / STATISTIC_ROWS;
  const end = min(c, (item + 1) * 64);
  for (let j = item * 64; j < end; j++) {
    let sum: f64 = 0, product: f64 = 0;
    for (let block = 0; block < blocks; block++) {
      const at = partials + (<usize>block * c * 2 + j) * 4;
      sum += <f64>load<f32>(at);
      product += <f64>load<f32>(at + (<usize>c << 2));
    }
    const to = <usize>j << 2;
    const inverse = 1 / Math.sqrt(<f64>load<f32>(variance + to) + <f64>epsilon);
    const a = <f64>load<f32>(scale + to) * inverse;
    store<f32>(dscale + to, <f32>(product * inverse));
    store<f32>(dshift + to, <f32>sum);
    store<f32>(coefficients + to, <f32>a);
    store<f32>(coefficients + to + (<usize>c << 2), <f32>(inverse * inverse * product / <f64>rows));
    store<f32>(coefficients + to + (<usize>c << 3), <f32>(sum / <f64>rows));
  }
}

/** Item: a block of rows. dx from the coefficients; dy′ is also what the residual receives (dresidual 0: there was none). */
export function batchNormGradApply(dy: usize, x: usize, y: usize, mean: usize, coefficients: usize, dx: usize, dresidual: usize, rows: i32, c: i32, item: i32): void {
  const first = item * STATISTIC_ROWS;
  const end = min(rows, first + STATISTIC_ROWS);
  const bytes = <usize>c << 2;
  const b = coefficients + bytes;
  const d = b + bytes;
  for (let row = first; row < end; row++) {
    const base = <usize>row * bytes;
    let j: usize = 0;
    for (; j < <usize>(c & ~3) << 2; j += 16) {
      const at = base + j;
      const passed = masked4(dy, y, at);
      const centred = f32x4.sub(v128.load(x + at), v128.load(mean + j));
      if (dresidual != 0) v128.store(dresidual + at, passed);
      v128.store(dx + at, f32x4.mul(v128.load(coefficients + j), f32x4.sub(f32x4.sub(passed, f32x4.mul(centred, v128.load(b + j))), v128.load(d + j))));
    }
    for (; j < bytes; j += 4) {
      const at = base + j;
      const passed = masked1(dy, y, at);
      if (dresidual != 0) store<f32>(dresidual + at, passed);
      store<f32>(dx + at, load<f32>(coefficients + j) * (passed - (load<f32>(x + at) - load<f32>(mean + j)) * load<f32>(b + j) - load<f32>(d + j)));
    }
  }
}

/** Item: 64 channels. factor = scale / √(variance + ε); `scale` is 0 where there is none. */
export function batchNormFactor(scale: usize, variance: usize, epsilon: f32, factor: usize, c: i32, item: i32): void {
  const end = min(c, (item + 1) * 64);
  for (let j = item * 64; j < end; j++) {
    const at = <usize>j << 2;
    const numerator = scale == 0 ? 1 : <f64>load<f32>(scale + at);
    store<f32>(factor + at, <f32>(numerator / Math.sqrt(<f64>load<f32>(variance + at) + <f64>epsilon)));
  }
}
