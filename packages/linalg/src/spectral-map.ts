// A function of the eigenvalues of a symmetric matrix -> the matrix with the same axes that has the new eigenvalues:
// powers, inverses, and what is nearest without negative eigenvalues.
import { type Matrix, matrix } from "./matrix.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

/**
 * Computes V diag(f) V' of a symmetric matrix A = V diag(values) V'.
 *
 * @param A - `n x n`; its symmetric part counts.
 * @param f - the new eigenvalue from the old one, its number in ascending order, and all of them.
 * @returns `n x n`, symmetric up to rounding.
 * @throws {@link LinalgError} `not-square`; `not-finite` when an entry is NaN or infinite.
 * @see Higham (2008), Functions of Matrices, definition 1.2.
 */
export function spectralMap(A: Matrix, f: (value: number, k: number, values: Float64Array) => number): Matrix {
  const { values, vectors } = symmetricEigen(A);
  const n = A.nrow;
  const out = matrix(n, n);
  values.map(f).forEach((own, k) => {
    const v = vectors.data.subarray(k * n, (k + 1) * n);
    for (let j = 0; own !== 0 && j < n; j++) for (let i = 0; i < n; i++) out.data[j * n + i] += own * v[i] * v[j];
  });
  return out;
}
