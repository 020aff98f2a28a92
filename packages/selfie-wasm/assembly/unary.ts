import { CHUNK } from './binary';
import { erf4 } from './error-function';
import { exp4, expMinus1Below0 } from './exponential';
import { log4, logOnePlus4 } from './logarithm';
import { madd } from './multiply-add';

// @ts-ignore: decorator
@inline const RELU = 0;
// @ts-ignore: decorator
@inline const NEGATE = 1;
// @ts-ignore: decorator
@inline const NEGATE_INTS = 2;
// @ts-ignore: decorator
@inline const ABSOLUTE = 3;
// @ts-ignore: decorator
@inline const SQUARE = 4;
// @ts-ignore: decorator
@inline const SQUARE_ROOT = 5;
// @ts-ignore: decorator
@inline const INVERSE_SQUARE_ROOT = 6;
// @ts-ignore: decorator
@inline const RECIPROCAL = 7;
// @ts-ignore: decorator
@inline const EXPONENTIAL = 8;
// @ts-ignore: decorator
@inline const SIGMOID = 9;
// @ts-ignore: decorator
@inline const RELU6 = 10;
// @ts-ignore: decorator
@inline const LOGARITHM = 11;
// @ts-ignore: decorator
@inline const LOGARITHM_OF_ONE_PLUS = 12;
// @ts-ignore: decorator
@inline const HYPERBOLIC_TANGENT = 13;
// @ts-ignore: decorator
@inline const ERROR_FUNCTION = 14;
// @ts-ignore: decorator
@inline const ELU = 15;
// @ts-ignore: decorator
@inline const SOFTPLUS = 16;
// @ts-ignore: decorator
@inline const LEAKY_RELU = 17;
// @ts-ignore: decorator
@inline const CLIP = 18;
// @ts-ignore: decorator
@inline const SIGN = 19;
// @ts-ignore: decorator
@inline const FLOOR = 20;
// @ts-ignore: decorator
@inline const CEILING = 21;
// @ts-ignore: decorator
@inline const ROUND = 22;

/** tanh |x| = −m / (m + 2) with m = e^(−2|x|) − 1, relatively to about three units in the last place, then the sign of x. */
function tanh4(x: v128): v128 {
  const m = expMinus1Below0(f32x4.mul(f32x4.abs(x), f32x4.splat(-2)));
  const size = f32x4.abs(f32x4.div(m, f32x4.add(m, f32x4.splat(2))));
  return v128.or(size, v128.and(x, f32x4.splat(-0.0)));
}

/** ln(1 + e^x), from e^(−|x|), which does not overflow. */
function softplus4(x: v128): v128 {
  return f32x4.add(f32x4.max(f32x4.splat(0), x), logOnePlus4(exp4(f32x4.neg(f32x4.abs(x)))));
}

/** above · x where x > 0, below · (e^x − 1) elsewhere. */
// @ts-ignore: decorator
@inline
function elu4(x: v128, above: v128, below: v128): v128 {
  const zero = f32x4.splat(0);
  return madd(f32x4.max(zero, x), above, f32x4.mul(expMinus1Below0(f32x4.min(zero, x)), below));
}

/** f(x); `p` and `q` are its numbers, where it has some. */
// @ts-ignore: decorator
@inline
function apply4(op: i32, x: v128, p: v128, q: v128): v128 {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  if (op == RELU) return f32x4.max(zero, x);
  if (op == NEGATE) return f32x4.neg(x);
  if (op == NEGATE_INTS) return i32x4.neg(x);
  if (op == ABSOLUTE) return f32x4.abs(x);
  if (op == SQUARE) return f32x4.mul(x, x);
  if (op == SQUARE_ROOT) return f32x4.sqrt(x);
  if (op == INVERSE_SQUARE_ROOT) return f32x4.div(one, f32x4.sqrt(x));
  if (op == RECIPROCAL) return f32x4.div(one, x);
  if (op == EXPONENTIAL) return exp4(x);
  if (op == SIGMOID) return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
  if (op == RELU6) return f32x4.min(f32x4.max(zero, x), f32x4.splat(6));
  if (op == LOGARITHM) return log4(x);
  if (op == LOGARITHM_OF_ONE_PLUS) return logOnePlus4(x);
  if (op == HYPERBOLIC_TANGENT) return tanh4(x);
  if (op == ERROR_FUNCTION) return erf4(x);
  if (op == ELU) return elu4(x, p, q);
  if (op == SOFTPLUS) return softplus4(x);
  if (op == LEAKY_RELU) return v128.bitselect(f32x4.mul(p, x), x, f32x4.lt(x, zero));
  if (op == CLIP) return f32x4.min(f32x4.max(x, p), q);
  if (op == SIGN) return f32x4.sub(v128.and(f32x4.gt(x, zero), one), v128.and(f32x4.lt(x, zero), one));
  if (op == FLOOR) return f32x4.floor(x);
  if (op == CEILING) return f32x4.ceil(x);
  return f32x4.nearest(x);
}

/**
 * Item: CHUNK values of y = f(x). The last round may go past the end of both: what lies there up to the next multiple of 64
 * bytes belongs to no other tensor.
 */
// @ts-ignore: decorator
@inline
function map(op: i32, x: usize, y: usize, size: i32, item: i32, p: f32 = 0, q: f32 = 0): void {
  const first = item * CHUNK;
  const end = y + (<usize>min(CHUNK * (item + 1), size) << 2);
  const p4 = f32x4.splat(p);
  const q4 = f32x4.splat(q);
  x += <usize>first << 2;
  y += <usize>first << 2;
  for (; y < end; x += 32, y += 32) {
    const a = apply4(op, v128.load(x), p4, q4);
    const b = apply4(op, v128.load(x, 16), p4, q4);
    v128.store(y, a);
    v128.store(y, b, 16);
  }
}

export function relu(x: usize, y: usize, size: i32, item: i32): void { map(RELU, x, y, size, item); }
export function negate(x: usize, y: usize, size: i32, item: i32): void { map(NEGATE, x, y, size, item); }
export function negateInts(x: usize, y: usize, size: i32, item: i32): void { map(NEGATE_INTS, x, y, size, item); }
export function absolute(x: usize, y: usize, size: i32, item: i32): void { map(ABSOLUTE, x, y, size, item); }
export function square(x: usize, y: usize, size: i32, item: i32): void { map(SQUARE, x, y, size, item); }
export function squareRoot(x: usize, y: usize, size: i32, item: i32): void { map(SQUARE_ROOT, x, y, size, item); }
export function inverseSquareRoot(x: usize, y: usize, size: i32, item: i32): void { map(INVERSE_SQUARE_ROOT, x, y, size, item); }
export function reciprocal(x: usize, y: usize, size: i32, item: i32): void { map(RECIPROCAL, x, y, size, item); }
export function exponential(x: usize, y: usize, size: i32, item: i32): void { map(EXPONENTIAL, x, y, size, item); }
export function sigmoid(x: usize, y: usize, size: i32, item: i32): void { map(SIGMOID, x, y, size, item); }
export function relu6(x: usize, y: usize, size: i32, item: i32): void { map(RELU6, x, y, size, item); }
export function logarithm(x: usize, y: usize, size: i32, item: i32): void { map(LOGARITHM, x, y, size, item); }
export function logarithmOfOnePlus(x: usize, y: usize, size: i32, item: i32): void { map(LOGARITHM_OF_ONE_PLUS, x, y, size, item); }
export function hyperbolicTangent(x: usize, y: usize, size: i32, item: i32): void { map(HYPERBOLIC_TANGENT, x, y, size, item); }
export function errorFunction(x: usize, y: usize, size: i32, item: i32): void { map(ERROR_FUNCTION, x, y, size, item); }
export function softplus(x: usize, y: usize, size: i32, item: i32): void { map(SOFTPLUS, x, y, size, item); }
export function sign(x: usize, y: usize, size: i32, item: i32): void { map(SIGN, x, y, size, item); }
export function floor(x: usize, y: usize, size: i32, item: i32): void { map(FLOOR, x, y, size, item); }
export function ceiling(x: usize, y: usize, size: i32, item: i32): void { map(CEILING, x, y, size, item); }
export function round(x: usize, y: usize, size: i32, item: i32): void { map(ROUND, x, y, size, item); }
/** above · x where x > 0, below · (e^x − 1) elsewhere: ELU and SELU. */
export function elu(x: usize, y: usize, size: i32, above: f32, below: f32, item: i32): void { map(ELU, x, y, size, item, above, below); }
/** alpha · x where x < 0, x elsewhere. */
export function leakyRelu(x: usize, y: usize, size: i32, alpha: f32, item: i32): void { map(LEAKY_RELU, x, y, size, item, alpha); }
/** x, at least `least` and at most `most`. */
export function clip(x: usize, y: usize, size: i32, least: f32, most: f32, item: i32): void { map(CLIP, x, y, size, item, least, most); }

/** Item: CHUNK values of dx = dy · elu′, from y = elu: 1 where it is not below 0, y + 1 elsewhere; the last round as above. */
export function eluGradient(dy: usize, y: usize, dx: usize, size: i32, item: i32): void {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  const end = <usize>min(size, CHUNK * (item + 1)) << 2;
  for (let at = <usize>item * CHUNK << 2; at < end; at += 32) {
    const a = f32x4.mul(v128.load(dy + at), f32x4.add(one, f32x4.min(zero, v128.load(y + at))));
    const b = f32x4.mul(v128.load(dy + at, 16), f32x4.add(one, f32x4.min(zero, v128.load(y + at, 16))));
    v128.store(dx + at, a);
    v128.store(dx + at, b, 16);
  }
}

/** Item: CHUNK values of y = 0 where x (both bytes) is not 0, and 1 where it is. */
export function logicalNot(x: usize, y: usize, size: i32, item: i32): void {
  const end = min(<usize>size, <usize>(item + 1) * CHUNK);
  for (let i: usize = item * CHUNK; i < end; i++) store<u8>(y + i, load<u8>(x + i) == 0 ? 1 : 0);
}

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
