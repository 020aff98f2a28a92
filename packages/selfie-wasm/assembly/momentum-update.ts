import { madd } from './multiply-add';

/**
 * Item: a row of the table: a count; where that many values of weights, gradient, velocity, new weights and new velocity lie;
 * their rate and decay.
 * g = gradient + decay · w; v′ = momentum · v + g; w′ = w − rate · (nesterov ? g + momentum · v′ : v′).
 */
export function momentumUpdate(table: usize, momentum: f32, nesterov: i32, item: i32): void {
  const row = table + <usize>item * 32;
  const end = <usize>load<u32>(row) << 2;
  const weights = load<usize>(row, 4), gradient = load<usize>(row, 8), velocity = load<usize>(row, 12);
  const newWeights = load<usize>(row, 16), newVelocity = load<usize>(row, 20);
  const m = f32x4.splat(momentum), r = f32x4.splat(-load<f32>(row, 24)), d = v128.load32_splat(row, 28);
  for (let at: usize = 0; at < end; at += 16) {
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
