import { madd } from './multiply-add';

/**
 * Item: a row of the table: a count; where that many values of weights, gradient, moments, new weights and new moments lie;
 * the share of the weights that decay leaves, the length of the step, and what corrects the second moment's root.
 * m′ = β1 · m + (1 − β1) · g; v′ = β2 · v + (1 − β2) · g²; w′ = kept · w − step · m′ / (√v′ · corrected + ε).
 */
export function adamWUpdate(table: usize, beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32, item: i32): void {
  const row = table + <usize>item * 44;
  const end = <usize>load<u32>(row) << 2;
  const weights = load<usize>(row, 4), gradient = load<usize>(row, 8), first = load<usize>(row, 12), second = load<usize>(row, 16);
  const newWeights = load<usize>(row, 20), newFirst = load<usize>(row, 24), newSecond = load<usize>(row, 28);
  const kept = v128.load32_splat(row, 32), step = f32x4.splat(-load<f32>(row, 36)), corrected = v128.load32_splat(row, 40);
  const b1 = f32x4.splat(beta1), r1 = f32x4.splat(rest1), b2 = f32x4.splat(beta2), r2 = f32x4.splat(rest2), e = f32x4.splat(epsilon);
  for (let at: usize = 0; at < end; at += 16) {
    const whole = at + 16 <= end;
    const w = whole ? v128.load(weights + at) : v128.load32_splat(weights + at);
    const g = whole ? v128.load(gradient + at) : v128.load32_splat(gradient + at);
    const m = madd(r1, g, f32x4.mul(b1, whole ? v128.load(first + at) : v128.load32_splat(first + at)));
    const v = madd(r2, f32x4.mul(g, g), f32x4.mul(b2, whole ? v128.load(second + at) : v128.load32_splat(second + at)));
    const moved = madd(step, f32x4.div(m, madd(f32x4.sqrt(v), corrected, e)), f32x4.mul(kept, w));
    if (whole) {
      v128.store(newFirst + at, m);
      v128.store(newSecond + at, v);
      v128.store(newWeights + at, moved);
    } else {
      store<f32>(newFirst + at, f32x4.extract_lane(m, 0));
      store<f32>(newSecond + at, f32x4.extract_lane(v, 0));
      store<f32>(newWeights + at, f32x4.extract_lane(moved, 0));
      at -= 12;
    }
  }
}
