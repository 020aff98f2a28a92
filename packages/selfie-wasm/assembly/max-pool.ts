import { Geometry } from './geometry';

/** Item: one row of output pixels. y = the largest value under the window, by channel; what lies outside the image and NaN do not count. */
export function maxPool(x: usize, y: usize, geometry: usize, item: i32): void {
  const g = changetype<Geometry>(geometry);
  const image = x + <usize>((item / g.oh) * g.h * g.w * g.ci) * 4;
  const top = (item % g.oh) * g.strideY - g.padTop;
  const bytes = <usize>g.ci << 2;
  for (let ox = 0; ox < g.ow; ox++) {
    const to = y + <usize>(item * g.ow + ox) * bytes;
    const left = ox * g.strideX - g.padLeft;
    for (let c: usize = 0; c < bytes; c += 4) store<f32>(to + c, -Infinity);
    for (let ky = 0; ky < g.kh; ky++) {
      const iy = top + ky * g.dilationY;
      if (<u32>iy >= <u32>g.h) continue;
      for (let kx = 0; kx < g.kw; kx++) {
        const ix = left + kx * g.dilationX;
        if (<u32>ix >= <u32>g.w) continue;
        const from = image + <usize>(iy * g.w + ix) * bytes;
        let c: usize = 0;
        for (; c + 16 <= bytes; c += 16) v128.store(to + c, f32x4.pmax(v128.load(to + c), v128.load(from + c)));
        for (; c < bytes; c += 4) if (load<f32>(from + c) > load<f32>(to + c)) store<f32>(to + c, load<f32>(from + c));
      }
    }
  }
}

/** Item: one image. dx receives dy at the first place under each window whose value is the largest; dx is cleared first. */
export function maxPoolGrad(dy: usize, x: usize, y: usize, dx: usize, geometry: usize, item: i32): void {
  const g = changetype<Geometry>(geometry);
  const bytes = <usize>g.ci << 2;
  const image = <usize>(item * g.h * g.w) * bytes;
  memory.fill(dx + image, 0, <usize>(g.h * g.w) * bytes);
  for (let oy = 0; oy < g.oh; oy++) {
    for (let ox = 0; ox < g.ow; ox++) {
      const at = <usize>((item * g.oh + oy) * g.ow + ox) * bytes;
      for (let c: usize = 0; c < bytes; c += 4) {
        const place = firstAt(g, x + image + c, bytes, oy, ox, load<f32>(y + at + c));
        if (place >= 0) {
          const to = dx + image + <usize>place * bytes + c;
          store<f32>(to, load<f32>(to) + load<f32>(dy + at + c));
        }
      }
    }
  }
}

/** The first pixel under a window that has the value, or −1. */
function firstAt(g: Geometry, channel: usize, bytes: usize, oy: i32, ox: i32, value: f32): i32 {
  for (let ky = 0; ky < g.kh; ky++) {
    const iy = oy * g.strideY - g.padTop + ky * g.dilationY;
    if (<u32>iy >= <u32>g.h) continue;
    for (let kx = 0; kx < g.kw; kx++) {
      const ix = ox * g.strideX - g.padLeft + kx * g.dilationX;
      if (<u32>ix >= <u32>g.w) continue;
      if (load<f32>(channel + <usize>(iy * g.w + ix) * bytes) == value) return iy * g.w + ix;
    }
  }
  return -1;
}
