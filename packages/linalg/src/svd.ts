// The project's door to ml-matrix's singular value decomposition, with the tolerances of numpy.linalg.matrix_rank and
// pinv. Wide matrices go through transposed, since the library decomposes tall ones only.
import { Matrix as MlMatrix, SingularValueDecomposition } from "ml-matrix";
import { notFinite } from "./errors.ts";
import { fromRows, type Matrix, matrix, toRows, transpose } from "./matrix.ts";
import { multiplyByTransposed } from "./multiply.ts";

/** A = U diag(s) V' with r = min(m, n). */
export interface SvdFactor {
  /** Orthonormal columns, `m x r`. */
  readonly U: Matrix;
  /** Singular values, descending; length r. */
  readonly s: Float64Array;
  /** Orthonormal columns, `n x r`. */
  readonly V: Matrix;
}

/**
 * Decomposes an `m x n` matrix.
 *
 * @throws {@link LinalgError} `not-finite` when an entry is NaN or infinite.
 */
export function svdFactor(A: Matrix): SvdFactor {
  if (A.nrow < A.ncol) {
    const { U, s, V } = svdFactor(transpose(A));
    return { U: V, s, V: U };
  }
  const bad = A.data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw notFinite("svdFactor", bad % A.nrow, Math.floor(bad / A.nrow), A.data[bad]);
  if (A.ncol === 0) return { U: matrix(A.nrow, 0), s: new Float64Array(0), V: matrix(0, 0) };
  const decomposition = new SingularValueDecomposition(new MlMatrix(toRows(A)));
  return {
    U: fromRows(decomposition.leftSingularVectors.to2DArray()),
    s: Float64Array.from(decomposition.diagonal),
    V: fromRows(decomposition.rightSingularVectors.to2DArray()),
  };
}

/**
 * Counts the singular values above `max(s) * max(m, n) * 2^-52`, numpy.linalg.matrix_rank's default tolerance.
 *
 * @throws {@link LinalgError} `not-finite`.
 */
export function svdRank(A: Matrix): number {
  const { s } = svdFactor(A);
  const tolerance = (s[0] ?? 0) * Math.max(A.nrow, A.ncol) * Number.EPSILON;
  return s.filter((value) => value > tolerance).length;
}

/**
 * Computes the Moore-Penrose inverse, `n x m`; singular values up to `relativeTolerance * max(s)` count as zero.
 *
 * @param relativeTolerance - 1e-15 is numpy.linalg.pinv's default.
 * @throws {@link LinalgError} `not-finite`.
 */
export function svdPseudoInverse(A: Matrix, relativeTolerance: number = 1e-15): Matrix {
  const { U, s, V } = svdFactor(A);
  const cutoff = relativeTolerance * (s[0] ?? 0);
  const scaled = matrix(
    V.nrow,
    V.ncol,
    V.data.map((value, index) => {
      const singular = s[Math.floor(index / V.nrow)];
      return singular > cutoff ? value / singular : 0;
    }),
  );
  return multiplyByTransposed(scaled, U);
}
