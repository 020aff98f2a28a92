import { CHUNK } from './binary';

/** Item: CHUNK values from int32 to float32. */
export function intToFloat(x: usize, y: usize, size: i32, item: i32): void {
  const end = min(size, (item + 1) * CHUNK);
  for (let i: usize = item * CHUNK; i < <usize>end; i++) store<f32>(y + (i << 2), <f32>load<i32>(x + (i << 2)));
}

/** Item: CHUNK values from float32 to int32, towards zero; NaN becomes 0. */
export function floatToInt(x: usize, y: usize, size: i32, item: i32): void {
  const end = min(size, (item + 1) * CHUNK);
  for (let i: usize = item * CHUNK; i < <usize>end; i++) {
    store<i32>(y + (i << 2), i32x4.extract_lane(i32x4.trunc_sat_f32x4_s(v128.load32_splat(x + (i << 2))), 0));
  }
}

/** Item: CHUNK values from bool (a byte) to float32. */
export function boolToFloat(x: usize, y: usize, size: i32, item: i32): void {
  const end = min(size, (item + 1) * CHUNK);
  for (let i: usize = item * CHUNK; i < <usize>end; i++) store<f32>(y + (i << 2), <f32>load<u8>(x + i));
}

/** Item: CHUNK values from bool (a byte) to int32. */
export function boolToInt(x: usize, y: usize, size: i32, item: i32): void {
  const end = min(size, (item + 1) * CHUNK);
  for (let i: usize = item * CHUNK; i < <usize>end; i++) store<i32>(y + (i << 2), <i32>load<u8>(x + i));
}

/** Item: CHUNK values from int32 to bool: 1 where not 0. */
export function intToBool(x: usize, y: usize, size: i32, item: i32): void {
  const end = min(size, (item + 1) * CHUNK);
  for (let i: usize = item * CHUNK; i < <usize>end; i++) store<u8>(y + i, load<i32>(x + (i << 2)) != 0 ? 1 : 0);
}

/** Item: CHUNK values from float32 to bool: 1 where not 0. */
export function floatToBool(x: usize, y: usize, size: i32, item: i32): void {
  const end = min(size, (item + 1) * CHUNK);
  for (let i: usize = item * CHUNK; i < <usize>end; i++) store<u8>(y + i, load<f32>(x + (i << 2)) != 0 ? 1 : 0);
}
