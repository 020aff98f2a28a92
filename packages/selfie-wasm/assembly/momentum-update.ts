import { CHUNK } from './binary';
import { madd } from './multiply-add';

/** Item: CHUNK values. g = gradient + decay · w; v′ = momentum · v + g; w′ = w − rate · (nesterov ? g + momentum · v′ : v′). */
export function momentumUpdate(weights: usize, gradient: usize, velocity: usize, newWeights: usize, newVelocity: usize, size: i32, rate: f32, momentum: f32, decay: f32, nesterov: i32, item: i32): void {
  const first = <usize>item * CHUNK << 2;
  const end = min(<usize>size << 2, first + (CHUNK << 2));
  const m = f32x4.splat(momentum), d = f32x4.splat(decay), r = f32x4.splat(-rate);
  let at = first;
  for (; at < end; at += 16) {
    const whole = at + 16 <= end;
    const w = whole ? v128.load(weights + at) : v128.load32_splat(weights + at);
    const v = whole ? v128.load(velocity + at) : v128.load32_splat(velocity + at);
    const g = madd(d, w, whole ? v128.load(gradient + at) : v128.load32_splat(gradient + at));
    const next = madd(m, v, g);
    const moved = madd(r, nesterov ? madd(m, next, g) : next, w);
    if (whole) {
      v128.store(newVelocity + at, next);
      v128.store(newWeights + at, moved);
    } else {
      store<f32>(newVelocity + at, f32x4.extract_lane(next, 0));
      store<f32>(newWeights + at, f32x4.extract_lane(moved, 0));
      at -= 12;
    }
  }
}
