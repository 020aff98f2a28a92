import { tileRows } from './generated/tiles';
import { MOST_GATHERED, gathered } from './scratch';

/** The shape of a convolution, laid out by the caller: images [·, h, w, ci], outputs [·, oh, ow, co], steps and padding in pixels. */
@unmanaged
export class Geometry {
  h: i32; w: i32; ci: i32;
  oh: i32; ow: i32; co: i32;
  kh: i32; kw: i32;
  strideY: i32; strideX: i32;
  dilationY: i32; dilationX: i32;
  padTop: i32; padLeft: i32;
  /** Output pixels of the whole batch. */
  pixels: i32;

  @inline taps(): i32 { return this.kh * this.kw; }
  /** Few channels make short sums: then the patch under the kernel is gathered into one row. */
  @inline gathers(): bool { return this.ci < 8 && this.taps() > 1 && this.taps() * this.ci <= MOST_GATHERED; }
}

/** Writes the pointers of one output pixel's taps, `step` bytes apart; outside the image they point to zeros. */
export function tapPointers(g: Geometry, image: usize, oy: i32, ox: i32, zeros: usize, to: usize, step: usize): void {
  const top = oy * g.strideY - g.padTop;
  const left = ox * g.strideX - g.padLeft;
  if (top >= 0 && left >= 0 && top + (g.kh - 1) * g.dilationY < g.h && left + (g.kw - 1) * g.dilationX < g.w) {
    const across = <usize>(g.dilationX * g.ci) * 4;
    const down = <usize>(g.dilationY * g.w * g.ci) * 4;
    let row = image + <usize>((top * g.w + left) * g.ci) * 4;
    for (let ky = 0; ky < g.kh; ky++, row += down) {
      for (let kx = 0, at = row; kx < g.kw; kx++, at += across, to += step) store<u32>(to, <u32>at);
    }
    return;
  }
  for (let ky = 0, iy = top; ky < g.kh; ky++, iy += g.dilationY) {
    const inside = <u32>iy < <u32>g.h;
    for (let kx = 0, ix = left; kx < g.kw; kx++, ix += g.dilationX, to += step) {
      store<u32>(to, <u32>(inside && <u32>ix < <u32>g.w ? image + <usize>((iy * g.w + ix) * g.ci) * 4 : zeros));
    }
  }
}

/** Copies the patch under the kernel at one output pixel into row `row` of the gathered rows; answers where it stands. */
export function gatherPatch(g: Geometry, image: usize, oy: i32, ox: i32, row: i32): usize {
  const start = gathered() + <usize>(row * g.taps() * g.ci) * 4;
  const top = oy * g.strideY - g.padTop;
  const left = ox * g.strideX - g.padLeft;
  let to = start;
  for (let ky = 0, iy = top; ky < g.kh; ky++, iy += g.dilationY) {
    const inside = <u32>iy < <u32>g.h;
    for (let kx = 0, ix = left; kx < g.kw; kx++, ix += g.dilationX) {
      const here = inside && <u32>ix < <u32>g.w;
      const from = image + <usize>((iy * g.w + ix) * g.ci) * 4;
      for (let c = 0; c < g.ci; c++, to += 4) store<f32>(to, here ? load<f32>(from + (c << 2)) : 0);
    }
  }
  return start;
}

/** Bytes from one tap's pointer of a row to the next. */
// @ts-ignore: decorator
@inline export function tapStep(): usize { return tileRows << 2; }
