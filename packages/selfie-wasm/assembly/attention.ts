import { sum4 } from './exponential';
import { madd } from './multiply-add';
import { softmaxRow } from './softmax';

/** Σ a · b over n values. */
// @ts-ignore: decorator
@inline
function dot(a: usize, b: usize, n: i32): f32 {
  const bytes = <usize>n << 2;
  let sums = f32x4.splat(0);
  let j: usize = 0;
  for (; j + 16 <= bytes; j += 16) sums = madd(v128.load(a + j), v128.load(b + j), sums);
  let sum = sum4(sums);
  for (; j < bytes; j += 4) sum += load<f32>(a + j) * load<f32>(b + j);
  return sum;
}

/** y += factor · x over n values. */
// @ts-ignore: decorator
@inline
function addScaled(factor: f32, x: usize, y: usize, n: i32): void {
  const bytes = <usize>n << 2;
  const f = f32x4.splat(factor);
  let j: usize = 0;
  for (; j + 16 <= bytes; j += 16) v128.store(y + j, madd(f, v128.load(x + j), v128.load(y + j)));
  for (; j < bytes; j += 4) store<f32>(y + j, load<f32>(y + j) + factor * load<f32>(x + j));
}

/**
 * Item: one head of one example. weights = softmax(q · kᵀ · scale + mask), output = (weights · keep) · v; `mask` and
 * `keep` are 0 where there are none. Rows of q, k, v and output are d = heads · size values.
 */
export function attention(q: usize, k: usize, v: usize, mask: usize, keep: usize, output: usize, weights: usize, tq: i32, tk: i32, heads: i32, size: i32, scale: f32, item: i32): void {
  const bytes = <usize>(heads * size) << 2;
  const head = <usize>((item % heads) * size) << 2;
  const qHere = q + <usize>(item / heads) * tq * bytes + head;
  const kHere = k + <usize>(item / heads) * tk * bytes + head;
  const vHere = v + <usize>(item / heads) * tk * bytes + head;
  const outputHere = output + <usize>(item / heads) * tq * bytes + head;
  const row = <usize>tk << 2;
  for (let i = 0; i < tq; i++) {
    const w = weights + <usize>(item * tq + i) * row;
    for (let j = 0; j < tk; j++) {
      let score = dot(qHere + i * bytes, kHere + j * bytes, size) * scale;
      if (mask != 0) score += load<f32>(mask + i * row + (j << 2));
      store<f32>(w + (j << 2), score);
    }
    softmaxRow(w, w, tk);
    const to = outputHere + i * bytes;
    memory.fill(to, 0, <usize>size << 2);
    for (let j = 0; j < tk; j++) {
      let weight = load<f32>(w + (j << 2));
      if (keep != 0) weight *= load<f32>(keep + <usize>(item * tq + i) * row + (j << 2));
      addScaled(weight, vHere + j * bytes, to, size);
    }
  }
}

/**
 * Item: one head of one example. With e = (dy · vᵀ) · keep and s = weights · (e − Σ weights · e):
 * dv = (weights · keep)ᵀ · dy, dq = s · k · scale, dk = sᵀ · q · scale. `row` is room for tk values, each item its own.
 */
export function attentionGrad(dy: usize, q: usize, k: usize, v: usize, weights: usize, keep: usize, dq: usize, dk: usize, dv: usize, rows: usize, tq: i32, tk: i32, heads: i32, size: i32, scale: f32, item: i32): void {
  const bytes = <usize>(heads * size) << 2;
  const head = <usize>((item % heads) * size) << 2;
  const atQ = <usize>(item / heads) * tq * bytes + head;
  const atK = <usize>(item / heads) * tk * bytes + head;
  const e = rows + <usize>item * tk * 4;
  for (let j = 0; j < tk; j++) {
    memory.fill(dk + atK + j * bytes, 0, <usize>size << 2);
    memory.fill(dv + atK + j * bytes, 0, <usize>size << 2);
  }
  for (let i = 0; i < tq; i++) {
    const w = weights + <usize>((item * tq + i) * tk) * 4;
    const given = dy + atQ + i * bytes;
    let mean: f32 = 0;
    for (let j = 0; j < tk; j++) {
      const kept: f32 = keep == 0 ? 1 : load<f32>(keep + <usize>((item * tq + i) * tk + j) * 4);
      const weight = load<f32>(w + (j << 2));
      const value = dot(given, v + atK + j * bytes, size) * kept;
      addScaled(weight * kept, given, dv + atK + j * bytes, size);
      store<f32>(e + (j << 2), value);
      mean += weight * value;
    }
    const to = dq + atQ + i * bytes;
    memory.fill(to, 0, <usize>size << 2);
    for (let j = 0; j < tk; j++) {
      const s = load<f32>(w + (j << 2)) * (load<f32>(e + (j << 2)) - mean) * scale;
      addScaled(s, k + atK + j * bytes, to, size);
      addScaled(s, q + atQ + i * bytes, dk + atK + j * bytes, size);
    }
  }
}
