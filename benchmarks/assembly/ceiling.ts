import { madd } from '../../packages/selfie-wasm/assembly/multiply-add';

/** Where the factors and the sums stand; all of it zeros, which take as long as other numbers. */
const FACTORS: usize = 4096;
const SUMS: usize = 8192;

/** Floating-point operations of a round, multiplications and additions. */
export const narrowOperations: i32 = 10 * 4 * 2;
export const wideOperations: i32 = 10 * 8 * 2;

/** Ten independent sums of 128 bits, so many that none waits for another; they stay in registers. */
export function narrow(rounds: i32): void {
  const a = v128.load32_splat(FACTORS);
  const b = v128.load(FACTORS, 16);
  let s0 = v128.load(SUMS, 0);
  let s1 = v128.load(SUMS, 16);
  let s2 = v128.load(SUMS, 32);
  let s3 = v128.load(SUMS, 48);
  let s4 = v128.load(SUMS, 64);
  let s5 = v128.load(SUMS, 80);
  let s6 = v128.load(SUMS, 96);
  let s7 = v128.load(SUMS, 112);
  let s8 = v128.load(SUMS, 128);
  let s9 = v128.load(SUMS, 144);
  for (let round = 0; round < rounds; round++) {
    s0 = madd(a, b, s0);
    s1 = madd(a, b, s1);
    s2 = madd(a, b, s2);
    s3 = madd(a, b, s3);
    s4 = madd(a, b, s4);
    s5 = madd(a, b, s5);
    s6 = madd(a, b, s6);
    s7 = madd(a, b, s7);
    s8 = madd(a, b, s8);
    s9 = madd(a, b, s9);
  }
  v128.store(SUMS, s0, 0);
  v128.store(SUMS, s1, 16);
  v128.store(SUMS, s2, 32);
  v128.store(SUMS, s3, 48);
  v128.store(SUMS, s4, 64);
  v128.store(SUMS, s5, 80);
  v128.store(SUMS, s6, 96);
  v128.store(SUMS, s7, 112);
  v128.store(SUMS, s8, 128);
  v128.store(SUMS, s9, 144);
}

/** The same with ten pairs of sums, which end in adjacent stores: V8 fuses each pair into 256 bits. */
export function wide(rounds: i32): void {
  const a = v128.load32_splat(FACTORS);
  const b0 = v128.load(FACTORS, 16);
  const b1 = v128.load(FACTORS, 32);
  let s0a = v128.load(SUMS, 0);
  let s0b = v128.load(SUMS, 16);
  let s1a = v128.load(SUMS, 32);
  let s1b = v128.load(SUMS, 48);
  let s2a = v128.load(SUMS, 64);
  let s2b = v128.load(SUMS, 80);
  let s3a = v128.load(SUMS, 96);
  let s3b = v128.load(SUMS, 112);
  let s4a = v128.load(SUMS, 128);
  let s4b = v128.load(SUMS, 144);
  let s5a = v128.load(SUMS, 160);
  let s5b = v128.load(SUMS, 176);
  let s6a = v128.load(SUMS, 192);
  let s6b = v128.load(SUMS, 208);
  let s7a = v128.load(SUMS, 224);
  let s7b = v128.load(SUMS, 240);
  let s8a = v128.load(SUMS, 256);
  let s8b = v128.load(SUMS, 272);
  let s9a = v128.load(SUMS, 288);
  let s9b = v128.load(SUMS, 304);
  for (let round = 0; round < rounds; round++) {
    s0a = madd(a, b0, s0a);
    s0b = madd(a, b1, s0b);
    s1a = madd(a, b0, s1a);
    s1b = madd(a, b1, s1b);
    s2a = madd(a, b0, s2a);
    s2b = madd(a, b1, s2b);
    s3a = madd(a, b0, s3a);
    s3b = madd(a, b1, s3b);
    s4a = madd(a, b0, s4a);
    s4b = madd(a, b1, s4b);
    s5a = madd(a, b0, s5a);
    s5b = madd(a, b1, s5b);
    s6a = madd(a, b0, s6a);
    s6b = madd(a, b1, s6b);
    s7a = madd(a, b0, s7a);
    s7b = madd(a, b1, s7b);
    s8a = madd(a, b0, s8a);
    s8b = madd(a, b1, s8b);
    s9a = madd(a, b0, s9a);
    s9b = madd(a, b1, s9b);
  }
  v128.store(SUMS, s0a, 0);
  v128.store(SUMS, s0b, 16);
  v128.store(SUMS, s1a, 32);
  v128.store(SUMS, s1b, 48);
  v128.store(SUMS, s2a, 64);
  v128.store(SUMS, s2b, 80);
  v128.store(SUMS, s3a, 96);
  v128.store(SUMS, s3b, 112);
  v128.store(SUMS, s4a, 128);
  v128.store(SUMS, s4b, 144);
  v128.store(SUMS, s5a, 160);
  v128.store(SUMS, s5b, 176);
  v128.store(SUMS, s6a, 192);
  v128.store(SUMS, s6b, 208);
  v128.store(SUMS, s7a, 224);
  v128.store(SUMS, s7b, 240);
  v128.store(SUMS, s8a, 256);
  v128.store(SUMS, s8b, 272);
  v128.store(SUMS, s9a, 288);
  v128.store(SUMS, s9b, 304);
}
