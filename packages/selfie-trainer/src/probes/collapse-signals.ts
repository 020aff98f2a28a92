import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { moments, type Vectors } from './moments.ts';
import { unitRows } from './unit-rows.ts';

/** How far apart feature vectors are. */
export interface CollapseSignals {
  /** Standard deviation of a feature, the mean over the d features; 0 if all vectors are the same. */
  readonly deviation: number;
  /** The same of vectors divided by their length: 0 if all point one way, 1/√d if they point everywhere alike. */
  readonly unitDeviation: number;
  /** How many directions the vectors use, from 1 to min(count, d). */
  readonly effectiveRank: number;
}

/**
 * Tells whether feature vectors `[count, d]` have collapsed, to one point or to few directions.
 *
 * The deviation of unit vectors is SimSiam's measure (Chen and He 2021, arXiv 2011.10566, section 4.1). The effective rank
 * is exp of the entropy of the singular values, divided by their sum (Roy and Vetterli 2007, “The effective rank”), of
 * uncentred features (as RankMe, Garrido et al. 2023, arXiv 2210.02885); it is 0 if all are zero, and NaN if one is not
 * finite. Costs count · d² operations and the eigenvalues of a d × d matrix: 0.1 s for d = 64, seconds for d = 1024.
 */
export function collapseSignals(vectors: Vectors): CollapseSignals {
  const unit = { ...vectors, features: unitRows(vectors) };
  return {
    deviation: mean(moments(vectors).deviation),
    unitDeviation: mean(moments(unit).deviation),
    effectiveRank: effectiveRank(vectors),
  };
}

function effectiveRank(vectors: Vectors): number {
  if (!vectors.features.every(Number.isFinite)) return Number.NaN;
  const squares = new EigenvalueDecomposition(products(vectors), { assumeSymmetric: true }).realEigenvalues;
  const singularValues = squares.map((square) => Math.sqrt(Math.max(0, square)));
  const sum = singularValues.reduce((total, value) => total + value);
  if (sum === 0) return 0;
  const entropy = singularValues
    .map((value) => value / sum)
    .reduce((total, share) => total - (share > 0 ? share * Math.log(share) : 0), 0);
  return Math.exp(entropy);
}

/** The products of all features with each other `[d, d]` or, if that is smaller, of all vectors `[count, count]`. */
function products({ features, count, size }: Vectors): Matrix {
  const x = Matrix.from1DArray(count, size, features);
  return size <= count ? x.transpose().mmul(x) : x.mmul(x.transpose());
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value) / values.length;
