import { CHUNK } from './binary';

/** All ones in the lanes whose byte, of the first four of `bytes`, is 1. */
// @ts-ignore: decorator
@inline
function mask4(bytes: v128): v128 {
  return i32x4.eq(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)), i32x4.splat(1));
}

/** Item: CHUNK 4-byte values of y = a where the condition (bytes) is 1, b elsewhere; the last round may go past the end, as in unary.ts. */
export function choose(condition: usize, a: usize, b: usize, y: usize, size: i32, item: i32): void {
  const end = <usize>min(size, (item + 1) * CHUNK);
  for (let i: usize = item * CHUNK; i < end; i += 8) {
    const at = i << 2;
    const bytes = v128.load64_zero(condition + i);
    const first = v128.bitselect(v128.load(a + at), v128.load(b + at), mask4(bytes));
    const second = v128.bitselect(v128.load(a + at, 16), v128.load(b + at, 16), mask4(i64x2.shr_u(bytes, 32)));
    v128.store(y + at, first);
    v128.store(y + at, second, 16);
  }
}
