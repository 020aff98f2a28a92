import { sum4 } from './exponential';
import { madd } from './multiply-add';

/** Rows that one item normalises. */
export const NORM_ROWS: i32 = 64;

/** Σ f(row) over d values: four lanes first, then what is left. */
// @ts-ignore: decorator
@inline
function rowMean(x: usize, d: i32): f32 {
  let sum = f32x4.splat(0);
  let j: usize = 0;
  for (; j < <usize>(d & ~3) << 2; j += 16) sum = f32x4.add(sum, v128.load(x + j));
  let total = sum4(sum);
  for (; j < <usize>d << 2; j += 4) total += load<f32>(x + j);
  return total / <f32>d;
}

/** Item: NORM_ROWS rows of x [rows, d]. y = (x − mean) · inverse deviation · scale + shift. */
export function layerNorm(x: usize, scale: usize, shift: usize, y: usize, means: usize, inverses: usize, rows: i32, d: i32, epsilon: f32, item: i32): void {
  const end = min(rows, (item + 1) * NORM_ROWS);
  const bytes = <usize>d << 2;
  const whole = <usize>(d & ~3) << 2;
  for (let row = item * NORM_ROWS; row < end; row++) {
    const from = x + <usize>row * bytes;
    const to = y + <usize>row * bytes;
    const mean = rowMean(from, d);
    const m = f32x4.splat(mean);
    let squares = f32x4.splat(0);
    let j: usize = 0;
    for (; j < whole; j += 16) {
      const difference = f32x4.sub(v128.load(from + j), m);
      squares = madd(difference, difference, squares);
    }
    let total = sum4(squares);
    for (; j < bytes; j += 4) total += (load<f32>(from + j) - mean) * (load<f32>(from + j) - mean);
    const inverse: f32 = 1 / Mathf.sqrt(total / <f32>d + epsilon);
    const r = f32x4.splat(inverse);
    for (j = 0; j < whole; j += 16) {
      v128.store(to + j, madd(f32x4.mul(f32x4.sub(v128.load(from + j), m), r), v128.load(scale + j), v128.load(shift + j)));
    }
    for (; j < bytes; j += 4) store<f32>(to + j, (load<f32>(from + j) - mean) * inverse * load<f32>(scale + j) + load<f32>(shift + j));
    store<f32>(means + (<usize>row << 2), mean);
    store<f32>(inverses + (<usize>row << 2), inverse);
  }
}

/**
 * Item: NORM_ROWS rows. dx, and the block's part of dscale [d] and dshift [d] at partials + item · 2d.
 * With g = dy · scale: dx = (g − mean(g) − x̂ · mean(g · x̂)) · inverse deviation.
 */
export function layerNormGrad(dy: usize, x: usize, scale: usize, means: usize, inverses: usize, dx: usize, partials: usize, rows: i32, d: i32, item: i32): void {
  const end = min(rows, (item + 1) * NORM_ROWS);
  const bytes = <usize>d << 2;
  const dscale = partials + <usize>item * bytes * 2;
  const dshift = dscale + bytes;
  memory.fill(dscale, 0, bytes * 2);
  for (let row = item * NORM_ROWS; row < end; row++) {
    const base = <usize>row * bytes;
    const mean = load<f32>(means + (<usize>row << 2));
    const inverse = load<f32>(inverses + (<usize>row << 2));
    let sum: f32 = 0, product: f32 = 0;
    for (let j: usize = 0; j < bytes; j += 4) {
      const given = load<f32>(dy + base + j);
      const normalised = (load<f32>(x + base + j) - mean) * inverse;
      const g = given * load<f32>(scale + j);
      sum += g;
      product += g * normalised;
      store<f32>(dscale + j, load<f32>(dscale + j) + given * normalised);
      store<f32>(dshift + j, load<f32>(dshift + j) + given);
    }
    sum /= <f32>d;
    product /= <f32>d;
    for (let j: usize = 0; j < bytes; j += 4) {
      const normalised = (load<f32>(x + base + j) - mean) * inverse;
      store<f32>(dx + base + j, (load<f32>(dy + base + j) * load<f32>(scale + j) - sum - normalised * product) * inverse);
    }
  }
}
