import { addTo } from './add-to';
import { Geometry } from './geometry';

/** Divides `bytes` bytes of values. */
// @ts-ignore: decorator
@inline
function divideBy(divisor: f32, to: usize, bytes: usize): void {
  const d = f32x4.splat(divisor);
  let c: usize = 0;
  for (; c + 16 <= bytes; c += 16) v128.store(to + c, f32x4.div(v128.load(to + c), d));
  for (; c < bytes; c += 4) store<f32>(to + c, load<f32>(to + c) / divisor);
}

/** Item: one row of output pixels. y = the mean over those pixels of the window that lie inside the image, by channel. */
export function avgPool(x: usize, y: usize, geometry: usize, item: i32): void {
  const g = changetype<Geometry>(geometry);
  const bytes = <usize>g.ci << 2;
  const image = x + <usize>((item / g.oh) * g.h * g.w) * bytes;
  const top = (item % g.oh) * g.strideY - g.padTop;
  const firstRow = max(0, top), endRow = min(g.h, top + g.kh);
  memory.fill(y + <usize>(item * g.ow) * bytes, 0, <usize>g.ow * bytes);
  for (let ox = 0; ox < g.ow; ox++) {
    const to = y + <usize>(item * g.ow + ox) * bytes;
    const left = ox * g.strideX - g.padLeft;
    const firstColumn = max(0, left), endColumn = min(g.w, left + g.kw);
    for (let iy = firstRow; iy < endRow; iy++) {
      for (let ix = firstColumn; ix < endColumn; ix++) addTo(to, image + <usize>(iy * g.w + ix) * bytes, bytes);
    }
    divideBy(<f32>(max(0, endRow - firstRow) * max(0, endColumn - firstColumn)), to, bytes);
  }
}

/**
 * Item: one row of pixels of dx. dx = Σ of dy over the windows that the pixel is in / pixels of a whole window, also of one that
 * reaches over the edge: the tests of TensorFlow.js want it so, though its forward pass divides by the pixels inside.
 */
export function avgPoolGrad(dy: usize, dx: usize, geometry: usize, item: i32): void {
  const g = changetype<Geometry>(geometry);
  const bytes = <usize>g.ci << 2;
  const outputs = dy + <usize>((item / g.h) * g.oh * g.ow) * bytes;
  const row = dx + <usize>(item * g.w) * bytes;
  memory.fill(row, 0, <usize>g.w * bytes);
  for (let ky = 0; ky < g.kh; ky++) {
    const down = item % g.h + g.padTop - ky;
    if (down < 0 || down % g.strideY != 0 || down / g.strideY >= g.oh) continue;
    for (let ix = 0; ix < g.w; ix++) {
      for (let kx = 0; kx < g.kw; kx++) {
        const across = ix + g.padLeft - kx;
        if (across < 0 || across % g.strideX != 0 || across / g.strideX >= g.ow) continue;
        addTo(row + <usize>ix * bytes, outputs + <usize>(down / g.strideY * g.ow + across / g.strideX) * bytes, bytes);
      }
    }
  }
  divideBy(<f32>g.taps(), row, <usize>g.w * bytes);
}
