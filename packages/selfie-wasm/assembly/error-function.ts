import { exp4 } from './exponential';
import { madd } from './multiply-add';

/**
 * erfc(x) = 1 − erf(x) for x ≥ 0 by lane, to 1.5e-7 (Abramowitz and Stegun 7.1.26), from t = 1 / (1 + 0.3275911 · x) and
 * e = e^(−x²).
 */
// @ts-ignore: decorator
@inline
export function complement4(t: v128, e: v128): v128 {
  let p = f32x4.splat(1.061405429);
  p = madd(p, t, f32x4.splat(-1.453152027));
  p = madd(p, t, f32x4.splat(1.421413741));
  p = madd(p, t, f32x4.splat(-0.284496736));
  p = madd(p, t, f32x4.splat(0.254829592));
  return f32x4.mul(f32x4.mul(p, t), e);
}

/** erf(x) by lane, relatively to 2.5e-7: below 1 a polynomial in x² times x (Cephes' erff), above it 1 − erfc |x| with the sign of x. */
export function erf4(x: v128): v128 {
  const one = f32x4.splat(1);
  const size = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let p = f32x4.splat(7.853861353153693e-5);
  p = madd(p, square, f32x4.splat(-8.010193625184903e-4));
  p = madd(p, square, f32x4.splat(5.188327685732524e-3));
  p = madd(p, square, f32x4.splat(-2.685381193529856e-2));
  p = madd(p, square, f32x4.splat(1.128358514861418e-1));
  p = madd(p, square, f32x4.splat(-3.761262582423300e-1));
  p = madd(p, square, f32x4.splat(1.128379165726710));
  const t = f32x4.div(one, madd(size, f32x4.splat(0.3275911), one));
  const outside = f32x4.sub(one, complement4(t, exp4(f32x4.neg(square))));
  const signed = v128.or(outside, v128.and(x, f32x4.splat(-0.0)));
  return v128.bitselect(f32x4.mul(x, p), signed, f32x4.lt(size, one));
}
