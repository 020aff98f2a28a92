import { madd } from './multiply-add';

/** e^r − 1 for |r| ≤ ½ ln 2 by lane: a polynomial (Cephes' expf). */
// @ts-ignore: decorator
@inline
function reduced4(r: v128): v128 {
  let p = f32x4.splat(1.9875691500e-4);
  p = madd(p, r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  return madd(p, f32x4.mul(r, r), r);
}

/** The whole n nearest to x / ln 2, and x − n · ln 2, with ln 2 in two parts. */
// @ts-ignore: decorator
@inline function halvings4(x: v128): v128 { return f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341))); }
// @ts-ignore: decorator
@inline function remainder4(x: v128, n: v128): v128 { return madd(n, f32x4.splat(2.12194440e-4), madd(n, f32x4.splat(-0.693359375), x)); }

/** e^x by lane to about one unit in the last place: x = n·ln 2 + r, a polynomial in r, 2^n through the exponent's bits. */
export function exp4(x: v128): v128 {
  const limited = f32x4.min(f32x4.max(x, f32x4.splat(-104)), f32x4.splat(89));
  const n = halvings4(limited);
  const p = f32x4.add(reduced4(remainder4(limited, n)), f32x4.splat(1));
  // Twice half the power, so that neither 2^128 nor a denormal result needs a case of its own.
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  const one = i32x4.shl(i32x4.add(half, i32x4.splat(127)), 23);
  const other = i32x4.shl(i32x4.add(i32x4.sub(whole, half), i32x4.splat(127)), 23);
  return f32x4.mul(f32x4.mul(p, one), other);
}

/** e^x − 1 for x ≤ 0 by lane, relatively to about two units in the last place: 2^n · (e^r − 1) + (2^n − 1), which cancels nowhere. */
export function expMinus1Below0(x: v128): v128 {
  const limited = f32x4.max(x, f32x4.splat(-88));
  const n = halvings4(limited);
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return madd(reduced4(remainder4(limited, n)), power, f32x4.sub(power, f32x4.splat(1)));
}

/** e^x of one number, by the same arithmetic. */
// @ts-ignore: decorator
@inline export function exp1(x: f32): f32 { return f32x4.extract_lane(exp4(f32x4.splat(x)), 0); }

/** The sum of the four lanes. */
// @ts-ignore: decorator
@inline
export function sum4(x: v128): f32 {
  return (f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1)) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}
