import { CHUNK } from './binary';
import { exp4 } from './exponential';
import { madd } from './multiply-add';

/** Φ(x) = (1 + erf(x/√2)) / 2 by lane, to 1e-7 (Abramowitz and Stegun 7.1.26, whose exponential is also φ's); `e` = e^(−x²/2). */
// @ts-ignore: decorator
@inline
function normalCdf4(x: v128, e: v128): v128 {
  const one = f32x4.splat(1);
  const t = f32x4.div(one, madd(f32x4.abs(x), f32x4.splat(0.3275911 * 0.70710678118654752), one));
  let p = f32x4.splat(1.061405429);
  p = madd(p, t, f32x4.splat(-1.453152027));
  p = madd(p, t, f32x4.splat(1.421413741));
  p = madd(p, t, f32x4.splat(-0.284496736));
  p = madd(p, t, f32x4.splat(0.254829592));
  const tail = f32x4.mul(f32x4.splat(0.5), f32x4.mul(f32x4.mul(p, t), e));
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

/** Item: CHUNK values of y = x · Φ(x). */
export function gelu(x: usize, y: usize, size: i32, item: i32): void {
  const first = <usize>item * CHUNK << 2;
  const end = min(<usize>size << 2, first + (CHUNK << 2));
  let at = first;
  for (; at + 16 <= end; at += 16) v128.store(y + at, gelu4(v128.load(x + at)));
  for (; at < end; at += 4) store<f32>(y + at, f32x4.extract_lane(gelu4(v128.load32_splat(x + at)), 0));
}

/** Item: CHUNK values of dx = dy · (Φ(x) + x · φ(x)). */
export function geluGrad(dy: usize, x: usize, dx: usize, size: i32, item: i32): void {
  const first = <usize>item * CHUNK << 2;
  const end = min(<usize>size << 2, first + (CHUNK << 2));
  let at = first;
  for (; at + 16 <= end; at += 16) v128.store(dx + at, f32x4.mul(v128.load(dy + at), derivative4(v128.load(x + at))));
  for (; at < end; at += 4) store<f32>(dx + at, load<f32>(dy + at) * f32x4.extract_lane(derivative4(v128.load32_splat(x + at)), 0));
}
