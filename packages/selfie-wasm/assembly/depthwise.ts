import { Geometry } from './geometry';
import { madd } from './multiply-add';

/**
 * Item: one row of output pixels. y[oy, ox, c · m + q] = Σ over taps of x[iy, ix, c] · filter[tap, c, q], where m filters
 * look at each channel; the geometry's ci are channels, co are ci · m.
 */
export function depthwise(x: usize, filter: usize, y: usize, geometry: usize, item: i32): void {
  const g = changetype<Geometry>(geometry);
  const m = g.co / g.ci;
  const image = x + <usize>((item / g.oh) * g.h * g.w * g.ci) * 4;
  const top = (item % g.oh) * g.strideY - g.padTop;
  const bytes = <usize>g.co << 2;
  memory.fill(y + <usize>(item * g.ow) * bytes, 0, <usize>g.ow * bytes);
  for (let ox = 0; ox < g.ow; ox++) {
    const to = y + <usize>(item * g.ow + ox) * bytes;
    const left = ox * g.strideX - g.padLeft;
    for (let ky = 0; ky < g.kh; ky++) {
      const iy = top + ky * g.dilationY;
      if (<u32>iy >= <u32>g.h) continue;
      for (let kx = 0; kx < g.kw; kx++) {
        const ix = left + kx * g.dilationX;
        if (<u32>ix >= <u32>g.w) continue;
        addProducts(image + <usize>((iy * g.w + ix) * g.ci) * 4, filter + <usize>(ky * g.kw + kx) * bytes, to, g.ci, m);
      }
    }
  }
}

/** to[c · m + q] += a[c] · b[c · m + q]. */
function addProducts(a: usize, b: usize, to: usize, channels: i32, m: i32): void {
  let c = 0;
  if (m == 1) {
    for (; c + 4 <= channels; c += 4, a += 16, b += 16, to += 16) v128.store(to, madd(v128.load(a), v128.load(b), v128.load(to)));
  }
  for (; c < channels; c++, a += 4) {
    const value = load<f32>(a);
    for (let q = 0; q < m; q++, b += 4, to += 4) store<f32>(to, load<f32>(to) + value * load<f32>(b));
  }
}

/** Item: one row of input pixels. dx[iy, ix, c] = Σ over the outputs that saw the pixel and over q of dy · filter. */
export function depthwiseInputGradient(dy: usize, filter: usize, dx: usize, geometry: usize, item: i32): void {
  const g = changetype<Geometry>(geometry);
  const m = g.co / g.ci;
  const outputs = dy + <usize>((item / g.h) * g.oh * g.ow * g.co) * 4;
  const iy = item % g.h;
  const bytes = <usize>g.ci << 2;
  memory.fill(dx + <usize>(item * g.w) * bytes, 0, <usize>g.w * bytes);
  for (let ky = 0; ky < g.kh; ky++) {
    const down = iy + g.padTop - ky * g.dilationY;
    if (down < 0 || down % g.strideY != 0 || down / g.strideY >= g.oh) continue;
    for (let kx = 0; kx < g.kw; kx++) {
      const weights = filter + <usize>((ky * g.kw + kx) * g.co) * 4;
      for (let ix = 0; ix < g.w; ix++) {
        const across = ix + g.padLeft - kx * g.dilationX;
        if (across < 0 || across % g.strideX != 0 || across / g.strideX >= g.ow) continue;
        const given = outputs + <usize>((down / g.strideY * g.ow + across / g.strideX) * g.co) * 4;
        foldProducts(given, weights, dx + <usize>(item * g.w + ix) * bytes, g.ci, m);
      }
    }
  }
}

/** to[c] += Σ over q of a[c · m + q] · b[c · m + q]. */
function foldProducts(a: usize, b: usize, to: usize, channels: i32, m: i32): void {
  if (m == 1) return addProducts(a, b, to, channels, 1);
  for (let c = 0; c < channels; c++, to += 4) {
    let sum = load<f32>(to);
    for (let q = 0; q < m; q++, a += 4, b += 4) sum += load<f32>(a) * load<f32>(b);
    store<f32>(to, sum);
  }
}

/** Item: one tap and a share of the images (of `shares`). Partial dfilter[tap, c, q] at partials + share · |filter|. */
export function depthwiseFilterGradient(x: usize, dy: usize, partials: usize, geometry: usize, images: i32, shares: i32, item: i32): void {
  const g = changetype<Geometry>(geometry);
  const m = g.co / g.ci;
  const share = item % shares;
  const tap = item / shares;
  const to = partials + <usize>((share * g.taps() + tap) * g.co) * 4;
  memory.fill(to, 0, <usize>g.co << 2);
  const endImage = images * (share + 1) / shares;
  for (let image = images * share / shares; image < endImage; image++) {
    for (let oy = 0; oy < g.oh; oy++) {
      const iy = oy * g.strideY - g.padTop + (tap / g.kw) * g.dilationY;
      if (<u32>iy >= <u32>g.h) continue;
      for (let ox = 0; ox < g.ow; ox++) {
        const ix = ox * g.strideX - g.padLeft + (tap % g.kw) * g.dilationX;
        if (<u32>ix >= <u32>g.w) continue;
        const seen = x + <usize>(((image * g.h + iy) * g.w + ix) * g.ci) * 4;
        const given = dy + <usize>(((image * g.oh + oy) * g.ow + ox) * g.co) * 4;
        addProducts(seen, given, to, g.ci, m);
      }
    }
  }
}
