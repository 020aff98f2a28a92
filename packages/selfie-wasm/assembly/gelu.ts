import { CHUNK } from './binary';
import { complement4 } from './error-function';
import { exp4 } from './exponential';
import { madd } from './multiply-add';

/** Φ(x) = (1 + erf(x/√2)) / 2 by lane, to 1e-7; `e` = e^(−x²/2). */
// @ts-ignore: decorator
@inline
function normalCdf4(x: v128, e: v128): v128 {
  const one = f32x4.splat(1);
  const t = f32x4.div(one, madd(f32x4.abs(x), f32x4.splat(0.3275911 * 0.70710678118654752), one));
  const tail = f32x4.mul(f32x4.splat(0.5), complement4(t, e));
  return v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(x, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function gelu4(x: v128): v128 {
  const e = exp4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)));
  return f32x4.mul(x, normalCdf4(x, e));
}

/** Φ(x) + x · φ(x). */
// @ts-ignore: decorator
@inline
function derivative4(x: v128): v128 {
  const e = exp4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)));
  return madd(f32x4.mul(x, f32x4.splat(0.39894228040143268)), e, normalCdf4(x, e));
}

/** Item: CHUNK values of y = x · Φ(x); the last round may go past the end, as in unary.ts. */
export function gelu(x: usize, y: usize, size: i32, item: i32): void {
  const end = <usize>min(size, CHUNK * (item + 1)) << 2;
  for (let at = <usize>item * CHUNK << 2; at < end; at += 32) {
    const a = gelu4(v128.load(x + at));
    const b = gelu4(v128.load(x + at, 16));
    v128.store(y + at, a);
    v128.store(y + at, b, 16);
  }
}

/** Item: CHUNK values of dx = dy · (Φ(x) + x · φ(x)); the last round as above. */
export function geluGrad(dy: usize, x: usize, dx: usize, size: i32, item: i32): void {
  const end = <usize>min(size, CHUNK * (item + 1)) << 2;
  for (let at = <usize>item * CHUNK << 2; at < end; at += 32) {
    const a = f32x4.mul(v128.load(dy + at), derivative4(v128.load(x + at)));
    const b = f32x4.mul(v128.load(dy + at, 16), derivative4(v128.load(x + at, 16)));
    v128.store(dx + at, a);
    v128.store(dx + at, b, 16);
  }
}
