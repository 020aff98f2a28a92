import { exp1, exp4, sum4 } from './exponential';

/** Turns `count` values at x into their softmax at y; answers the logarithm of the normaliser, max + log Σ e^(x − max). */
export function softmaxRow(x: usize, y: usize, count: i32): f32 {
  const bytes = <usize>count << 2;
  let most: f32 = load<f32>(x);
  for (let j: usize = 4; j < bytes; j += 4) most = max(most, load<f32>(x + j));
  const top = f32x4.splat(most);
  let sums = f32x4.splat(0);
  let j: usize = 0;
  for (; j + 16 <= bytes; j += 16) {
    const e = exp4(f32x4.sub(v128.load(x + j), top));
    v128.store(y + j, e);
    sums = f32x4.add(sums, e);
  }
  let total = sum4(sums);
  for (; j < bytes; j += 4) {
    const e = exp1(load<f32>(x + j) - most);
    store<f32>(y + j, e);
    total += e;
  }
  const share: f32 = 1 / total;
  const shares = f32x4.splat(share);
  for (j = 0; j + 16 <= bytes; j += 16) v128.store(y + j, f32x4.mul(v128.load(y + j), shares));
  for (; j < bytes; j += 4) store<f32>(y + j, load<f32>(y + j) * share);
  return most + Mathf.log(total);
}

/** Rows that one item computes. */
export const SOFTMAX_ROWS: i32 = 64;

/** Item: SOFTMAX_ROWS rows of the softmax of x [rows, columns]. */
export function softmax(x: usize, y: usize, rows: i32, columns: i32, item: i32): void {
  const end = min(rows, (item + 1) * SOFTMAX_ROWS);
  for (let row = item * SOFTMAX_ROWS; row < end; row++) {
    const at = <usize>row * columns << 2;
    softmaxRow(x + at, y + at, columns);
  }
}

/** Item: SOFTMAX_ROWS rows. losses = log normaliser − logit of the label; probabilities [rows, columns]. NaN where the label is out of range. */
export function crossEntropy(logits: usize, labels: usize, losses: usize, probabilities: usize, rows: i32, columns: i32, item: i32): void {
  const end = min(rows, (item + 1) * SOFTMAX_ROWS);
  for (let row = item * SOFTMAX_ROWS; row < end; row++) {
    const at = <usize>row * columns << 2;
    const normaliser = softmaxRow(logits + at, probabilities + at, columns);
    const label = load<i32>(labels + (<usize>row << 2));
    store<f32>(losses + (<usize>row << 2), <u32>label < <u32>columns ? normaliser - load<f32>(logits + at + (<usize>label << 2)) : NaN);
  }
}

/** Item: SOFTMAX_ROWS rows. dlogits = dy · (probabilities − one-hot of the label). */
export function crossEntropyGrad(dy: usize, probabilities: usize, labels: usize, dlogits: usize, rows: i32, columns: i32, item: i32): void {
  const end = min(rows, (item + 1) * SOFTMAX_ROWS);
  for (let row = item * SOFTMAX_ROWS; row < end; row++) {
    const at = <usize>row * columns << 2;
    const given = load<f32>(dy + (<usize>row << 2));
    const label = load<i32>(labels + (<usize>row << 2));
    for (let j = 0; j < columns; j++) {
      const here = at + (<usize>j << 2);
      store<f32>(dlogits + here, given * (load<f32>(probabilities + here) - (j == label ? 1 : 0)));
    }
  }
}
