/** What is left of a JavaScript number below 2^63 that is stored as int32: its last 32 bits; 0 if it is not finite. */
// @ts-ignore: decorator
@inline function wrapped(value: f64): i32 { return isFinite(value) ? <i32><i64>value : 0; }

/** a · b, rounded to 53 bits before all but 32 are dropped, as in JavaScript (0); ⌊a / b⌋ (1); a − b · ⌊a / b⌋ (2); both 0 where b is. */
function applyToInts(which: i32, a: i32, b: i32): i32 {
  if (which == 0) return wrapped(<f64>a * <f64>b);
  if (which == 1) return wrapped(Math.floor(<f64>a / <f64>b));
  if (b == 0) return 0;
  const rest = a % b;
  return rest != 0 && (a ^ b) < 0 ? rest + b : rest;
}

/** By lane: what applyToInts says, then a + b (3), a − b (4), the larger (5) and the smaller (6). */
export function applyToInts4(which: i32, a: v128, b: v128): v128 {
  if (which == 3) return i32x4.add(a, b);
  if (which == 4) return i32x4.sub(a, b);
  if (which == 5) return i32x4.max_s(a, b);
  if (which == 6) return i32x4.min_s(a, b);
  let y = i32x4.splat(applyToInts(which, i32x4.extract_lane(a, 0), i32x4.extract_lane(b, 0)));
  y = i32x4.replace_lane(y, 1, applyToInts(which, i32x4.extract_lane(a, 1), i32x4.extract_lane(b, 1)));
  y = i32x4.replace_lane(y, 2, applyToInts(which, i32x4.extract_lane(a, 2), i32x4.extract_lane(b, 2)));
  return i32x4.replace_lane(y, 3, applyToInts(which, i32x4.extract_lane(a, 3), i32x4.extract_lane(b, 3)));
}
