// Orthonormal bases of what columns span, one after the other, and of what they do not: by Householder's
// factorisation. Which columns count is decided beside their own lengths, so that units do not matter.
import { type Matrix, qrBasis, qrFactor } from "@mixedlm/linalg";

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
    vectors: (from, to) => qrBasis(factor, from, to),
  };
}

/** An orthonormal basis of the vectors that are orthogonal to all columns, m x (m - rank). */
export function orthogonalComplement(A: Matrix): Matrix {
  const { rank, vectors } = columnBasis(A);
  return vectors(rank, A.nrow);
}
