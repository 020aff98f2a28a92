import { madd } from './multiply-add';

/** How rows of channels are normalised, laid out by the caller. */
@unmanaged
export class Normalisation {
  /** Where the numbers of each channel stand. */
  mean: usize; factor: usize; shift: usize;
  /** Bytes from where a value goes to where that of the residual stands; 0 where there is none. */
  residual: usize;
  /** 1 where a ReLU follows, else 0. */
  relu: i32;
}

/** y = activation((x − mean) · factor + shift + residual) of the columns from `first` to `end` of rows of c values; y may be x. */
export function normaliseRows(n: Normalisation, x: usize, y: usize, rows: i32, c: i32, first: i32, end: i32): void {
  const mean = n.mean, factor = n.factor, shift = n.shift, residual = n.residual;
  const least = f32x4.splat(n.relu ? 0 : -Infinity);
  const step = <usize>c << 2;
  const start = <usize>first << 2;
  const stop = <usize>end << 2;
  const whole = start + (stop - start & ~15);
  for (let row = 0; row < rows; row++, x += step, y += step) {
    let j = start;
    for (; j < whole; j += 16) {
      let value = madd(f32x4.sub(v128.load(x + j), v128.load(mean + j)), v128.load(factor + j), v128.load(shift + j));
      if (residual != 0) value = f32x4.add(value, v128.load(y + residual + j));
      v128.store(y + j, f32x4.max(least, value));
    }
    for (; j < stop; j += 4) {
      let value = madd(f32x4.splat(load<f32>(x + j) - load<f32>(mean + j)), v128.load32_splat(factor + j), v128.load32_splat(shift + j));
      if (residual != 0) value = f32x4.add(value, v128.load32_splat(y + residual + j));
      store<f32>(y + j, f32x4.extract_lane(f32x4.max(least, value), 0));
    }
  }
}
