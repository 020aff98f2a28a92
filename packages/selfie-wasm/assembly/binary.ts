import { applyToInts4 } from './ints';

/** Values of one item of element-wise work. */
export const CHUNK: i32 = 16384;

// @ts-ignore: decorator
@inline const ADD = 0;
// @ts-ignore: decorator
@inline const SUBTRACT = 1;
// @ts-ignore: decorator
@inline const MULTIPLY = 2;
// @ts-ignore: decorator
@inline const DIVIDE = 3;
// @ts-ignore: decorator
@inline const MAXIMUM = 4;
// @ts-ignore: decorator
@inline const MINIMUM = 5;
// @ts-ignore: decorator
@inline const SQUARED_DIFFERENCE = 6;
// @ts-ignore: decorator
@inline const PRELU = 7;
// @ts-ignore: decorator
@inline const POWER = 8;
// @ts-ignore: decorator
@inline const OF_INTS = 9;

/** a^b to one unit in the last place; as in JavaScript, NaN where the exponent is NaN, or infinite and |a| = 1. */
function power4(a: v128, b: v128): v128 {
  let y = f32x4.splat(Mathf.pow(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)));
  y = f32x4.replace_lane(y, 1, Mathf.pow(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)));
  y = f32x4.replace_lane(y, 2, Mathf.pow(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)));
  return f32x4.replace_lane(y, 3, Mathf.pow(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)));
}

// @ts-ignore: decorator
@inline
function apply4(op: i32, a: v128, b: v128, which: i32): v128 {
  if (op == ADD) return f32x4.add(a, b);
  if (op == SUBTRACT) return f32x4.sub(a, b);
  if (op == MULTIPLY) return f32x4.mul(a, b);
  if (op == DIVIDE) return f32x4.div(a, b);
  if (op == MAXIMUM) return f32x4.max(a, b);
  if (op == MINIMUM) return f32x4.min(a, b);
  if (op == PRELU) return v128.bitselect(f32x4.mul(a, b), a, f32x4.lt(a, f32x4.splat(0)));
  if (op == POWER) return power4(a, b);
  if (op == OF_INTS) return applyToInts4(which, a, b);
  const d = f32x4.sub(a, b);
  return f32x4.mul(d, d);
}

/** One run of values that lie next to each other in y, and in a and b unless these stand still (step 0). */
// @ts-ignore: decorator
@inline
function run(op: i32, a: usize, aStep: usize, b: usize, bStep: usize, y: usize, count: i32, which: i32): void {
  const end = y + (<usize>count << 2);
  const last = end - 31;
  if (aStep != 0 && bStep != 0) {
    for (; y < last && count > 7; y += 32, a += 32, b += 32) {
      const first = apply4(op, v128.load(a), v128.load(b), which);
      const second = apply4(op, v128.load(a, 16), v128.load(b, 16), which);
      v128.store(y, first);
      v128.store(y, second, 16);
    }
  } else if (aStep != 0) {
    const constant = v128.load32_splat(b);
    for (; y < last && count > 7; y += 32, a += 32) {
      const first = apply4(op, v128.load(a), constant, which);
      const second = apply4(op, v128.load(a, 16), constant, which);
      v128.store(y, first);
      v128.store(y, second, 16);
    }
  } else if (bStep != 0) {
    const constant = v128.load32_splat(a);
    for (; y < last && count > 7; y += 32, b += 32) {
      const first = apply4(op, constant, v128.load(b), which);
      const second = apply4(op, constant, v128.load(b, 16), which);
      v128.store(y, first);
      v128.store(y, second, 16);
    }
  }
  for (; y < end; y += 4, a += aStep, b += bStep) {
    v128.store_lane<f32>(y, apply4(op, v128.load32_splat(a), v128.load32_splat(b), which), 0);
  }
}

/**
 * Item: CHUNK values of y = a ∘ b, y of shape [d0, d1, d2, d3], whose total is `size`; the strides of a and b, in values,
 * are 0 along what is broadcast, and 0 or 1 along d3. `which` tells the functions of int32 apart.
 */
// @ts-ignore: decorator
@inline
function broadcast(op: i32, a: usize, b: usize, y: usize, size: i32, d1: i32, d2: i32, d3: i32, a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32, item: i32, which: i32 = 0): void {
  let at = item * CHUNK;
  const end = min(size, at + CHUNK);
  while (at < end) {
    const column = at % d3;
    const row = at / d3;
    const i2 = row % d2, i1 = (row / d2) % d1, i0 = row / d2 / d1;
    const count = min(d3 - column, end - at);
    run(
      op,
      a + (<usize>(i0 * a0 + i1 * a1 + i2 * a2 + column * a3) << 2), <usize>a3 << 2,
      b + (<usize>(i0 * b0 + i1 * b1 + i2 * b2 + column * b3) << 2), <usize>b3 << 2,
      y + (<usize>at << 2), count, which,
    );
    at += count;
  }
}

export function add(a: usize, b: usize, y: usize, size: i32, d1: i32, d2: i32, d3: i32, a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32, item: i32): void {
  broadcast(ADD, a, b, y, size, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3, item);
}
export function subtract(a: usize, b: usize, y: usize, size: i32, d1: i32, d2: i32, d3: i32, a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32, item: i32): void {
  broadcast(SUBTRACT, a, b, y, size, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3, item);
}
export function multiply(a: usize, b: usize, y: usize, size: i32, d1: i32, d2: i32, d3: i32, a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32, item: i32): void {
  broadcast(MULTIPLY, a, b, y, size, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3, item);
}
export function divide(a: usize, b: usize, y: usize, size: i32, d1: i32, d2: i32, d3: i32, a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32, item: i32): void {
  broadcast(DIVIDE, a, b, y, size, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3, item);
}
export function maximum(a: usize, b: usize, y: usize, size: i32, d1: i32, d2: i32, d3: i32, a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32, item: i32): void {
  broadcast(MAXIMUM, a, b, y, size, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3, item);
}
export function minimum(a: usize, b: usize, y: usize, size: i32, d1: i32, d2: i32, d3: i32, a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32, item: i32): void {
  broadcast(MINIMUM, a, b, y, size, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3, item);
}
export function squaredDifference(a: usize, b: usize, y: usize, size: i32, d1: i32, d2: i32, d3: i32, a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32, item: i32): void {
  broadcast(SQUARED_DIFFERENCE, a, b, y, size, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3, item);
}
/** a where it is not below 0, a · b elsewhere. */
export function prelu(a: usize, b: usize, y: usize, size: i32, d1: i32, d2: i32, d3: i32, a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32, item: i32): void {
  broadcast(PRELU, a, b, y, size, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3, item);
}
export function power(a: usize, b: usize, y: usize, size: i32, d1: i32, d2: i32, d3: i32, a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32, item: i32): void {
  broadcast(POWER, a, b, y, size, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3, item);
}
/** a function of int32 by its number in ints.ts. */
export function combineInts(a: usize, b: usize, y: usize, size: i32, d1: i32, d2: i32, d3: i32, a0: i32, a1: i32, a2: i32, a3: i32, b0: i32, b1: i32, b2: i32, b3: i32, which: i32, item: i32): void {
  broadcast(OF_INTS, a, b, y, size, d1, d2, d3, a0, a1, a2, a3, b0, b1, b2, b3, item, which);
}
