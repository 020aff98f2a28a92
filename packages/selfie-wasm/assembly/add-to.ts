/** to[c] += from[c] over `bytes` bytes. */
// @ts-ignore: decorator
@inline
export function addTo(to: usize, from: usize, bytes: usize): void {
  let c: usize = 0;
  for (; c + 32 <= bytes; c += 32) {
    const first = f32x4.add(v128.load(to + c), v128.load(from + c));
    const second = f32x4.add(v128.load(to + c, 16), v128.load(from + c, 16));
    v128.store(to + c, first);
    v128.store(to + c, second, 16);
  }
  for (; c < bytes; c += 4) store<f32>(to + c, load<f32>(to + c) + load<f32>(from + c));
}
