import { MOST_GATHERED, aPointers, gathered } from './scratch';

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

/** Copies the patches under the kernel at `count` output pixels from `first` on into rows, and points A's rows to them. */
export function gatherPatches(g: Geometry, x: usize, first: i32, count: i32): void {
  const imageBytes = <usize>(g.h * g.w * g.ci) * 4;
  let ox = first % g.ow;
  let oy = (first / g.ow) % g.oh;
  let image = x + <usize>(first / g.ow / g.oh) * imageBytes;
  let to = gathered();
  for (let p = 0; p < count; p++) {
    store<u32>(aPointers() + (p << 2), <u32>to);
    to = gatherPatch(g, image, oy, ox, to);
    if (++ox == g.ow) {
      ox = 0;
      if (++oy == g.oh) { oy = 0; image += imageBytes; }
    }
  }
}

/** Copies the patch under the kernel at one output pixel; answers where it ends. */
function gatherPatch(g: Geometry, image: usize, oy: i32, ox: i32, to: usize): usize {
  const left = ox * g.strideX - g.padLeft;
  let iy = oy * g.strideY - g.padTop;
  for (let ky = 0; ky < g.kh; ky++, iy += g.dilationY) {
    const row = image + <usize>(iy * g.w * g.ci) * 4;
    const inside = <u32>iy < <u32>g.h;
    if (inside && left >= 0 && left + g.kw <= g.w && g.dilationX == 1) {
      const end = to + (<usize>(g.kw * g.ci) << 2);
      for (let from = row + (<usize>(left * g.ci) << 2); to < end; to += 4, from += 4) store<f32>(to, load<f32>(from));
    } else {
      for (let kx = 0, ix = left; kx < g.kw; kx++, ix += g.dilationX) {
        const here = inside && <u32>ix < <u32>g.w;
        const from = row + (<usize>(ix * g.ci) << 2);
        for (let c = 0; c < g.ci; c++, to += 4) store<f32>(to, here ? load<f32>(from + (c << 2)) : 0);
      }
    }
  }
  return to;
}
