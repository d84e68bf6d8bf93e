// Orthonormal bases of what columns span, one after the other, and of what they do not: by Householder's
// factorisation. Which columns count is decided beside their own lengths, so that units do not matter.
import { type Matrix, matrix, type QrFactor, qrFactor } from "@mixedlm/linalg";

/** Share of a column's length outside the columns before it below which it is a combination of them. */
const DEPENDENT = 1e-8;

/** What columns span, one after the other. */
export interface ColumnBasis {
  readonly rank: number;
  /** Numbers of the independent columns, in their order. */
  readonly pivot: readonly number[];
  /** Orthonormal vectors `from` to `to` - 1, m x (to - from): the first `rank` go with the columns of `pivot`. */
  vectors(from: number, to: number): Matrix;
}

/** Factors m x n columns. */
export function columnBasis(A: Matrix): ColumnBasis {
  const factor = qrFactor(A, DEPENDENT);
  const { rank, pivot } = factor;
  return {
    rank,
    pivot: Array.from(pivot.subarray(0, rank)),
    vectors: (from, to) => orthonormal(factor, A.nrow, from, to),
  };
}

/** An orthonormal basis of the vectors that are orthogonal to all columns, m x (m - rank). */
export function orthogonalComplement(A: Matrix): Matrix {
  const { rank, vectors } = columnBasis(A);
  return vectors(rank, A.nrow);
}

/** Columns of Q, as the product of its reflections I - 2vv'; v of reflection k is 0 before place k. */
function orthonormal({ rank, reflectors }: QrFactor, m: number, from: number, to: number): Matrix {
  const Q = matrix(m, to - from);
  for (let j = from; j < to; j++) {
    const x = Q.data.subarray((j - from) * m, (j - from + 1) * m);
    x[j] = 1;
    for (let k = Math.min(j, rank - 1); k >= 0; k--) {
      const v = reflectors.data.subarray(k * m, (k + 1) * m);
      let along = 0;
      for (let i = k; i < m; i++) along += v[i] * x[i];
      for (let i = k; i < m; i++) x[i] -= 2 * along * v[i];
    }
  }
  return Q;
}
