import { madd } from './multiply-add';

/**
 * ln x by lane, relatively to about two units in the last place: x = 2^n · (1 + f) with 1 + f from √½ to √2, a polynomial in f
 * (Cephes' logf), n · ln 2 in two parts. −Infinity at 0, NaN below; results below the normal numbers count as they are.
 */
export function log4(x: v128): v128 {
  const small = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const normal = v128.bitselect(f32x4.mul(x, f32x4.splat(33554432)), x, small); // 2^25
  // The bits of √½ taken off those of x leave n in the exponent, rounded down.
  const offset = i32x4.sub(normal, i32x4.splat(0x3f3504f3));
  const n = f32x4.sub(f32x4.convert_i32x4_s(i32x4.shr_s(offset, 23)), v128.and(small, f32x4.splat(25)));
  const f = f32x4.sub(i32x4.add(v128.and(offset, i32x4.splat(0x7fffff)), i32x4.splat(0x3f3504f3)), f32x4.splat(1));
  let p = f32x4.splat(7.0376836292e-2);
  p = madd(p, f, f32x4.splat(-1.1514610310e-1));
  p = madd(p, f, f32x4.splat(1.1676998740e-1));
  p = madd(p, f, f32x4.splat(-1.2420140846e-1));
  p = madd(p, f, f32x4.splat(1.4249322787e-1));
  p = madd(p, f, f32x4.splat(-1.6668057665e-1));
  p = madd(p, f, f32x4.splat(2.0000714765e-1));
  p = madd(p, f, f32x4.splat(-2.4999993993e-1));
  p = madd(p, f, f32x4.splat(3.3333331174e-1));
  const square = f32x4.mul(f, f);
  let y = madd(f32x4.mul(p, f), square, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  y = f32x4.add(madd(square, f32x4.splat(-0.5), y), f);
  y = madd(n, f32x4.splat(0.693359375), y);
  y = v128.bitselect(y, f32x4.add(x, x), f32x4.lt(x, f32x4.splat(Infinity)));
  y = v128.or(y, f32x4.lt(x, f32x4.splat(0)));
  return v128.bitselect(f32x4.splat(-Infinity), y, f32x4.eq(x, f32x4.splat(0)));
}

/** ln(1 + x) by lane, relatively to about three units: what is lost in u = 1 + x is c, and ln(u + c) ≈ ln u + c / u. */
export function logOnePlus4(x: v128): v128 {
  const one = f32x4.splat(1);
  const u = f32x4.add(x, one);
  const c = v128.bitselect(f32x4.sub(one, f32x4.sub(u, x)), f32x4.sub(x, f32x4.sub(u, one)), f32x4.gt(x, one));
  const inside = v128.and(f32x4.gt(u, f32x4.splat(0)), f32x4.lt(u, f32x4.splat(Infinity)));
  return f32x4.add(log4(u), v128.and(f32x4.div(c, u), inside));
}
