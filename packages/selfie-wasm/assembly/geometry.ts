import { layPixels, pixelAddress, pixelColumn, pixelRow, pointTap } from './pixels';
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

/** Lays out the image's pixels under the first tap at `count` output pixels from number `first` on. */
export function layInputs(g: Geometry, x: usize, first: i32, count: i32): void {
  layPixels(x, g.h, g.w, <usize>g.ci * 4, g.oh, g.ow, g.strideY, g.strideX, -g.padTop, -g.padLeft, first, count);
}

/** Points A's rows of tap number `place` of `places` to what the kernel's tap `tap` sees at the pixels that are laid out. */
export function pointToInputs(g: Geometry, count: i32, tap: i32, place: i32, places: i32, zeros: usize): void {
  const down = (tap / g.kw) * g.dilationY;
  const across = (tap % g.kw) * g.dilationX;
  pointTap(count, place, places, down, across, g.h, g.w, <usize>g.ci * 4, zeros);
}

/** Copies what the kernel sees at the `count` pixels that are laid out into rows, and points A's rows to them. */
export function gatherPatches(g: Geometry, count: i32): void {
  let to = gathered();
  for (let p = 0; p < count; p++) {
    store<u32>(aPointers() + (p << 2), <u32>to);
    to = gatherPatch(g, pixelRow(p), pixelColumn(p), pixelAddress(p), to);
  }
}

/** Copies the patch whose first pixel, which may be outside of the image, is (top, left) at `from`; answers where it ends. */
function gatherPatch(g: Geometry, top: i32, left: i32, from: usize, to: usize): usize {
  const down = <usize>(g.dilationY * g.w * g.ci) << 2;
  const across = <usize>(g.dilationX * g.ci) << 2;
  for (let ky = 0, y = top; ky < g.kh; ky++, y += g.dilationY, from += down) {
    const inside = <u32>y < <u32>g.h;
    if (inside && left >= 0 && left + g.kw <= g.w && g.dilationX == 1) {
      const end = to + (<usize>(g.kw * g.ci) << 2);
      for (let at = from; to < end; to += 4, at += 4) store<f32>(to, load<f32>(at));
    } else {
      for (let kx = 0, x = left, at = from; kx < g.kw; kx++, x += g.dilationX, at += across) {
        const here = inside && <u32>x < <u32>g.w;
        for (let c = 0; c < g.ci; c++, to += 4) store<f32>(to, here ? load<f32>(at + (c << 2)) : 0);
      }
    }
  }
  return to;
}
