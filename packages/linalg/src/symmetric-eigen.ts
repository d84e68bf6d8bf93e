// The project's door to ml-matrix's symmetric eigenvalue decomposition: a Matrix in, ascending values and orthonormal
// vectors out. The input is symmetrised first, for a difference in the last place between the triangles is rounding.
import { EigenvalueDecomposition, Matrix as MlMatrix } from "ml-matrix";
import { notFinite, notSquare } from "./errors.ts";
import { fromRows, type Matrix, matrix } from "./matrix.ts";

/** A = V diag(values) V'. */
export interface SymmetricEigen {
  /** Ascending; length n. */
  readonly values: Float64Array;
  /** Column j is the unit eigenvector of `values[j]`; `n x n`. */
  readonly vectors: Matrix;
}

/**
 * Decomposes the symmetric part (A + A')/2 of a square matrix.
 *
 * @throws {@link LinalgError} `not-square`; `not-finite` when an entry is NaN or infinite.
 */
export function symmetricEigen(A: Matrix): SymmetricEigen {
  const n = A.nrow;
  if (A.ncol !== n) throw notSquare("symmetricEigen", [A.nrow, A.ncol]);
  if (n === 0) return { values: new Float64Array(0), vectors: matrix(0, 0) };
  const symmetric = MlMatrix.zeros(n, n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      const value = A.data[i + j * n];
      if (!Number.isFinite(value)) throw notFinite("symmetricEigen", i, j, value);
      symmetric.set(i, j, value / 2 + A.data[j + i * n] / 2);
    }
  }
  const decomposition = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  return {
    values: Float64Array.from(decomposition.realEigenvalues),
    vectors: fromRows(decomposition.eigenvectorMatrix.to2DArray()),
  };
}
