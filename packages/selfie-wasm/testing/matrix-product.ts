import * as tf from '@tensorflow/tfjs-core';

/** a [..., m, k] · b [..., k, n], or of either the transpose, by loops. */
export function matrixProduct(a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean) {
  const [m, k] = transposeA ? [a.shape.at(-1)!, a.shape.at(-2)!] : [a.shape.at(-2)!, a.shape.at(-1)!];
  const n = b.shape.at(transposeB ? -2 : -1)!;
  const [as, bs] = [a.dataSync(), b.dataSync()];
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const values: number[] = [];
  for (let item = 0; item < tf.util.sizeFromShape(batch); item++) {
    const [aAt, bAt] = [matrixOf(item, batch, a.shape) * m * k, matrixOf(item, batch, b.shape) * k * n];
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let t = 0; t < k; t++) {
          sum += as[aAt + (transposeA ? t * m + i : i * k + t)]! * bs[bAt + (transposeB ? j * k + t : t * n + j)]!;
        }
        values.push(sum);
      }
    }
  }
  return { shape: [...batch, m, n], values };
}

/** Which of a tensor's matrices stands for one of the batch that it broadcasts to. */
function matrixOf(item: number, batch: number[], shape: number[]): number {
  const own = shape.slice(0, -2);
  const place = tf.util.indexToLoc(item, batch.length, tf.util.computeStrides(batch)).slice(batch.length - own.length);
  return own.reduce((index, size, i) => index * size + (size === 1 ? 0 : place[i]!), 0);
}
