// Orthonormal bases of what columns span, one after the other, and of what they do not: rows of Q of Householder's
// factorisation. Which columns count is decided beside their own lengths, so that units do not matter.
import { type Matrix, matrix, type QrFactor, qrFactor } from "@mixedlm/linalg";

/** Share of a column's length outside the columns before it below which it is a combination of them. */
const DEPENDENT = 1e-8;

/** An orthonormal basis: the first `rank` columns of Q go with the independent columns `pivot`. */
export interface ColumnBasis {
  readonly rank: number;
  /** Numbers of the independent columns, in their order. */
  readonly pivot: readonly number[];
  /** m x m, orthogonal. */
  readonly Q: Matrix;
}

/** Factors m x n columns. */
export function columnBasis(A: Matrix): ColumnBasis {
  const factor = qrFactor(A, DEPENDENT);
  return { rank: factor.rank, pivot: Array.from(factor.pivot.subarray(0, factor.rank)), Q: orthogonal(factor, A.nrow) };
}

/** An orthonormal basis of the vectors that are orthogonal to all columns, m x (m - rank). */
export function orthogonalComplement(A: Matrix): Matrix {
  const { rank, Q } = columnBasis(A);
  return matrix(Q.nrow, Q.nrow - rank, Q.data.slice(rank * Q.nrow));
}

/** Q, as the product of its reflections I - 2vv'. */
function orthogonal({ rank, reflectors }: QrFactor, m: number): Matrix {
  const Q = matrix(m, m);
  for (let j = 0; j < m; j++) {
    const x = Q.data.subarray(j * m, (j + 1) * m);
    x[j] = 1;
    for (let k = rank - 1; k >= 0; k--) {
      const v = reflectors.data.subarray(k * m, (k + 1) * m);
      let along = 0;
      for (let i = 0; i < m; i++) along += v[i] * x[i];
      for (let i = 0; i < m; i++) x[i] -= 2 * along * v[i];
    }
  }
  return Q;
}
