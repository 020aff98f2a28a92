import { addTo } from './add-to';

/**
 * Item: a share (of `shares`) of the segments. y [segments, inner] = Σ over i in order of x [count, inner] where ids [count] say
 * so; an id that is no segment's is left out.
 */
export function segmentSum(x: usize, ids: usize, y: usize, count: i32, segments: i32, inner: i32, shares: i32, item: i32): void {
  const first = <i32>(<i64>segments * item / shares);
  const own = <i32>(<i64>segments * (item + 1) / shares) - first;
  const bytes = <usize>inner << 2;
  memory.fill(y + <usize>first * bytes, 0, <usize>own * bytes);
  for (let i = 0; i < count; i++) {
    const segment = load<i32>(ids + (<usize>i << 2)) - first;
    if (<u32>segment >= <u32>own) continue;
    addTo(y + <usize>(first + segment) * bytes, x + <usize>i * bytes, bytes);
  }
}
