import type { _FusedMatMulAttrs, BatchMatMulAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { areFloats, type Inputs, itemsOf, kernelWhere } from '../kernel.ts';
import { biasActivation, canFollow, isOneRow } from './bias-activation.ts';
import { copy, stridesOf } from './copy.ts';
import { packPanels, splitPacking, splitProduct } from './panels.ts';
import { transposed } from './transpose.ts';

export const batchMatMul = kernelWhere<Inputs<'a' | 'b'>, BatchMatMulAttrs>(
  'BatchMatMul',
  ({ a, b }) => areFloats(a, b),
  (backend, { a, b }, attrs) => {
    if (oneServesAll(a.shape, b.shape)) return matMul(backend, { a, b }, attrs);
    const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const [wholeA, wholeB] = [repeated(backend, a, batch), repeated(backend, b, batch)];
    const y = matMul(backend, { a: wholeA, b: wholeB }, attrs);
    backend.disposeIntermediateTensorInfo(wholeA);
    backend.disposeIntermediateTensorInfo(wholeB);
    return y;
  },
);

export const fusedMatMul = kernelWhere<Inputs<'a' | 'b', 'bias' | 'preluActivationWeights'>, _FusedMatMulAttrs>(
  '_FusedMatMul',
  ({ a, b, bias, preluActivationWeights }, attrs) =>
    areFloats(a, b, bias) &&
    oneServesAll(a.shape, b.shape) &&
    canFollow(attrs, preluActivationWeights) &&
    isOneRow(bias, sides(b.shape, attrs.transposeB)[1]),
  (backend, inputs, attrs) => {
    const y = matMul(backend, inputs, attrs);
    biasActivation(backend, y, inputs.bias, attrs);
    return y;
  },
);

/** A [batch, m, k] or its transpose, times B [batch, k, n] or its transpose; a batch of one serves all. */
function matMul(
  backend: SelfieWasmBackend,
  inputs: Inputs<'a' | 'b'>,
  { transposeA, transposeB }: BatchMatMulAttrs,
): TensorInfo {
  if (transposeA && transposeB) {
    const b = transposed(backend, inputs.b, lastTwoSwapped(inputs.b.shape.length));
    const y = matMul(backend, { a: inputs.a, b }, { transposeA, transposeB: false });
    backend.disposeIntermediateTensorInfo(b);
    return y;
  }
  const { a, b } = inputs;
  const [rows, depth] = sides(a.shape, transposeA);
  const [bDepth, columns] = sides(b.shape, transposeB);
  tf.util.assert(
    depth === bDepth,
    () => `matMul: the inner sides differ: got ${depth} and ${bDepth} from shapes [${a.shape}] and [${b.shape}]`,
  );
  const batchShape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const batch = tf.util.sizeFromShape(batchShape);
  const y = backend.output([...batchShape, rows, columns]);
  const aBatch = batchStride(a.shape, batch, rows * depth);
  const bBatch = batchStride(b.shape, batch, depth * columns);
  const [aAt, yAt] = [backend.address(a), backend.address(y)];
  const { threads } = backend;
  if (transposeA) {
    const bAt = backend.address(b);
    const blockRows = transposedBlock(backend, rows, batch);
    const blocks = itemsOf(rows, blockRows);
    threads.run(
      'matMulTransposed',
      batch * blocks,
      aAt,
      aBatch,
      bAt,
      bBatch,
      yAt,
      rows,
      depth,
      columns,
      blocks,
      blockRows,
    );
    return y;
  }
  const matrices = bBatch === 0 ? 1 : batch;
  packPanels(backend, { tensor: b, matrices, depth, columns, transposed: transposeB }, (packed, packedStride) => {
    const blocks = itemsOf(rows, threads.constant('BLOCK_ROWS'));
    const groups = splitProduct(backend, batch * blocks, columns);
    threads.run(
      'matMul',
      batch * blocks * groups,
      aAt,
      aBatch,
      packed,
      bBatch === 0 ? 0 : packedStride,
      yAt,
      rows,
      depth,
      columns,
      blocks,
      groups,
    );
  });
  return y;
}

function sides(shape: number[], swap: boolean): [number, number] {
  const [first, second] = [shape.at(-2)!, shape.at(-1)!];
  return swap ? [second, first] : [first, second];
}

function lastTwoSwapped(rank: number): number[] {
  return [...Array(rank - 2).keys(), rank - 1, rank - 2];
}

/** Whether each batch is the whole one, or a single matrix. */
function oneServesAll(aShape: number[], bShape: number[]): boolean {
  const [a, b] = [aShape, bShape].map((shape) => tf.util.sizeFromShape(shape.slice(0, -2))) as [number, number];
  return a === 1 || b === 1 || tf.util.arraysEqual(aShape.slice(0, -2), bShape.slice(0, -2));
}

/** Matrices repeated to a batch that they broadcast to. */
function repeated(backend: SelfieWasmBackend, x: TensorInfo, batch: number[]): TensorInfo {
  const y = backend.output([...batch, ...x.shape.slice(-2)]);
  const own = [...Array(y.shape.length - x.shape.length).fill(1), ...x.shape];
  const from = stridesOf(own).map((stride, i) => (own[i] === 1 ? 0 : stride));
  copy(backend, x, y, { shape: y.shape, from, to: stridesOf(y.shape) });
  return y;
}

/** Values from one matrix of a batch to the next: 0 where one serves all. */
function batchStride(shape: number[], batch: number, size: number): number {
  return batch > 1 && tf.util.sizeFromShape(shape.slice(0, -2)) === batch ? size : 0;
}

/** Rows of an item of Aᵀ · B: in whole tiles of any height, and no more than there is room for. */
function transposedBlock(backend: SelfieWasmBackend, rows: number, batch: number): number {
  const even = Math.ceil(rows / splitPacking(backend, batch) / 12) * 12;
  return Math.min(backend.threads.constant('MOST_ROWS'), Math.max(24, even));
}
