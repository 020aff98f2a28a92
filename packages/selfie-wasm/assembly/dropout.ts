import { spareTile } from './scratch';

/** Values that one item of dropout makes; even, since draws come in pairs. */
export const DROPOUT_VALUES: i32 = 4096;

// @ts-ignore: decorator
@inline
function rotate(x: v128, by: i32): v128 { return v128.or(i32x4.shl(x, by), i32x4.shr_u(x, 32 - by)); }

/**
 * Item: DROPOUT_VALUES values of one example. y = x · factor where the draw of 24 bits is at least `threshold`, else
 * x · 0. Example i of [examples, size] draws from Threefry-2x32-20 with the key (key0, key1) and the counters
 * (first + i, 0 …), two draws a counter; four counters are encrypted at once.
 */
export function dropout(x: usize, y: usize, size: i32, key0: u32, key1: u32, first: u32, threshold: i32, factor: f32, items: i32, item: i32): void {
  const example = item / items;
  const start = (item % items) * DROPOUT_VALUES;
  const count = min(DROPOUT_VALUES, size - start);
  const offset = (<usize>example * size + start) << 2;
  const k0 = i32x4.splat(key0);
  const k1 = i32x4.splat(key1);
  const k2 = i32x4.splat(0x1bd11bda ^ key0 ^ key1);
  const a0 = i32x4.add(i32x4.splat(first + example), k0);
  let counter = i32x4.add(i32x4.splat(start >> 1), i32x4(0, 1, 2, 3));
  const least = i32x4.splat(threshold);
  const scale = f32x4.splat(factor);

  for (let i = 0; i < count; i += 8) {
    let a = a0;
    let b = i32x4.add(counter, k1);
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 13), a);
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 15), a);
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 26), a);
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 6), a);
    a = i32x4.add(a, k1); b = i32x4.add(b, i32x4.add(k2, i32x4.splat(1)));
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 17), a);
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 29), a);
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 16), a);
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 24), a);
    a = i32x4.add(a, k2); b = i32x4.add(b, i32x4.add(k0, i32x4.splat(2)));
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 13), a);
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 15), a);
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 26), a);
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 6), a);
    a = i32x4.add(a, k0); b = i32x4.add(b, i32x4.add(k1, i32x4.splat(3)));
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 17), a);
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 29), a);
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 16), a);
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 24), a);
    a = i32x4.add(a, k1); b = i32x4.add(b, i32x4.add(k2, i32x4.splat(4)));
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 13), a);
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 15), a);
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 26), a);
    a = i32x4.add(a, b); b = v128.xor(rotate(b, 6), a);
    a = i32x4.add(a, k2); b = i32x4.add(b, i32x4.add(k0, i32x4.splat(5)));
    counter = i32x4.add(counter, i32x4.splat(4));

    a = v128.and(i32x4.ge_s(i32x4.shr_u(a, 8), least), scale);
    b = v128.and(i32x4.ge_s(i32x4.shr_u(b, 8), least), scale);
    const front = v128.shuffle<u32>(a, b, 0, 4, 1, 5);
    const back = v128.shuffle<u32>(a, b, 2, 6, 3, 7);
    const here = offset + (<usize>i << 2);
    if (i + 8 <= count) {
      v128.store(y + here, f32x4.mul(v128.load(x + here), front));
      v128.store(y + here, f32x4.mul(v128.load(x + here, 16), back), 16);
    } else {
      v128.store(spareTile(), front);
      v128.store(spareTile(), back, 16);
      for (let j: usize = 0; j < <usize>(count - i) << 2; j += 4) store<f32>(y + here + j, load<f32>(x + here + j) * load<f32>(spareTile() + j));
    }
  }
}
