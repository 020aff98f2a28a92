import { CHUNK } from './binary';
import { exp4 } from './exponential';

// @ts-ignore: decorator
@inline const RELU = 0;
// @ts-ignore: decorator
@inline const NEGATE = 1;
// @ts-ignore: decorator
@inline const ABSOLUTE = 2;
// @ts-ignore: decorator
@inline const SQUARE = 3;
// @ts-ignore: decorator
@inline const SQUARE_ROOT = 4;
// @ts-ignore: decorator
@inline const INVERSE_SQUARE_ROOT = 5;
// @ts-ignore: decorator
@inline const RECIPROCAL = 6;
// @ts-ignore: decorator
@inline const EXPONENTIAL = 7;
// @ts-ignore: decorator
@inline const SIGMOID = 8;
// @ts-ignore: decorator
@inline const RELU6 = 9;

// @ts-ignore: decorator
@inline
function apply4(op: i32, x: v128): v128 {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  if (op == RELU) return f32x4.max(zero, x);
  if (op == NEGATE) return f32x4.neg(x);
  if (op == ABSOLUTE) return f32x4.abs(x);
  if (op == SQUARE) return f32x4.mul(x, x);
  if (op == SQUARE_ROOT) return f32x4.sqrt(x);
  if (op == INVERSE_SQUARE_ROOT) return f32x4.div(one, f32x4.sqrt(x));
  if (op == RECIPROCAL) return f32x4.div(one, x);
  if (op == EXPONENTIAL) return exp4(x);
  if (op == SIGMOID) return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
  return f32x4.min(f32x4.max(zero, x), f32x4.splat(6));
}

/** Item: CHUNK values of y = f(x). */
// @ts-ignore: decorator
@inline
function map(op: i32, x: usize, y: usize, size: i32, item: i32): void {
  const first = item * CHUNK;
  const count = min(CHUNK, size - first);
  x += <usize>first << 2;
  y += <usize>first << 2;
  let i = 0;
  for (; i + 8 <= count; i += 8, x += 32, y += 32) {
    const a = apply4(op, v128.load(x));
    const b = apply4(op, v128.load(x, 16));
    v128.store(y, a);
    v128.store(y, b, 16);
  }
  for (; i < count; i++, x += 4, y += 4) store<f32>(y, f32x4.extract_lane(apply4(op, v128.load32_splat(x)), 0));
}

export function relu(x: usize, y: usize, size: i32, item: i32): void { map(RELU, x, y, size, item); }
export function negate(x: usize, y: usize, size: i32, item: i32): void { map(NEGATE, x, y, size, item); }
export function absolute(x: usize, y: usize, size: i32, item: i32): void { map(ABSOLUTE, x, y, size, item); }
export function square(x: usize, y: usize, size: i32, item: i32): void { map(SQUARE, x, y, size, item); }
export function squareRoot(x: usize, y: usize, size: i32, item: i32): void { map(SQUARE_ROOT, x, y, size, item); }
export function inverseSquareRoot(x: usize, y: usize, size: i32, item: i32): void { map(INVERSE_SQUARE_ROOT, x, y, size, item); }
export function reciprocal(x: usize, y: usize, size: i32, item: i32): void { map(RECIPROCAL, x, y, size, item); }
export function exponential(x: usize, y: usize, size: i32, item: i32): void { map(EXPONENTIAL, x, y, size, item); }
export function sigmoid(x: usize, y: usize, size: i32, item: i32): void { map(SIGMOID, x, y, size, item); }
export function relu6(x: usize, y: usize, size: i32, item: i32): void { map(RELU6, x, y, size, item); }

/** Item: CHUNK values; y = 1 where x > 0, `alpha` elsewhere, NaN where x is. */
export function step(x: usize, y: usize, size: i32, alpha: f32, item: i32): void {
  const first = item * CHUNK;
  const end = min(size, first + CHUNK);
  for (let i = first; i < end; i++) {
    const value = load<f32>(x + (<usize>i << 2));
    store<f32>(y + (<usize>i << 2), value > 0 ? 1 : value <= 0 ? alpha : value);
  }
}

/** Item: a block of rows of [rows, columns]; adds `bias` [columns] where there is one (not 0), then ReLU (1) or ReLU6 (2), in place. */
export function biasActivation(y: usize, bias: usize, rows: i32, columns: i32, activation: i32, rowsEach: i32, item: i32): void {
  const first = item * rowsEach;
  const end = min(rows, first + rowsEach);
  const least = f32x4.splat(activation == 0 ? -Infinity : 0);
  const most = f32x4.splat(activation == 2 ? 6 : Infinity);
  for (let row = first; row < end; row++) {
    const at = y + <usize>row * columns * 4;
    let j = 0;
    for (; j + 4 <= columns; j += 4) {
      const p = at + (<usize>j << 2);
      const sum = bias == 0 ? v128.load(p) : f32x4.add(v128.load(p), v128.load(bias + (<usize>j << 2)));
      v128.store(p, f32x4.min(f32x4.max(least, sum), most));
    }
    for (; j < columns; j++) {
      const p = at + (<usize>j << 2);
      const sum = f32x4.splat(bias == 0 ? load<f32>(p) : load<f32>(p) + load<f32>(bias + (<usize>j << 2)));
      store<f32>(p, f32x4.extract_lane(f32x4.min(f32x4.max(least, sum), most), 0));
    }
  }
}
