import { CHUNK } from './binary';

/** Item: CHUNK values of y [size] = Σ in order over `shares` of partials, which lie `stride` values apart. */
export function sumPartials(partials: usize, y: usize, size: i32, shares: i32, stride: i32, item: i32): void {
  const first = <usize>item * CHUNK << 2;
  const end = min(<usize>size << 2, first + (CHUNK << 2));
  const step = <usize>stride << 2;
  let at = first;
  for (; at + 16 <= end; at += 16) {
    let sum = v128.load(partials + at);
    for (let share: usize = 1; share < <usize>shares; share++) sum = f32x4.add(sum, v128.load(partials + share * step + at));
    v128.store(y + at, sum);
  }
  for (; at < end; at += 4) {
    let sum = load<f32>(partials + at);
    for (let share: usize = 1; share < <usize>shares; share++) sum += load<f32>(partials + share * step + at);
    store<f32>(y + at, sum);
  }
}
