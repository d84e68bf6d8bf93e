// Eigenvalues and vectors of symmetric matrices by Jacobi's rotations: a Matrix in, ascending values and orthonormal
// vectors out. The matrices of this project have a handful of rows, where rotations are fastest, and small eigenvalues
// keep their digits. The input is symmetrised first, for a difference in the last place between the triangles is
// rounding. Golub & Van Loan (2013), Matrix Computations, 4th ed., section 8.5.
import { notSquare } from "./errors.ts";
import { jacobiRotation, unitOf } from "./jacobi-rotation.ts";
import { identity, type Matrix, matrix } from "./matrix.ts";

/** A = V diag(values) V'. */
export interface SymmetricEigen {
  /** Ascending; length n. */
  readonly values: Float64Array;
  /** Column j is the unit eigenvector of `values[j]`; `n x n`. */
  readonly vectors: Matrix;
}

/** Share of the largest entry below which all entries off the diagonal are when the rotations end. */
const NEGLIGIBLE = 2 ** -60;
/** Sweeps over all entries; convergence is quadratic, and some six to ten are enough. */
const SWEEPS = 60;

/**
 * Decomposes the symmetric part (A + A')/2 of a square matrix.
 *
 * @throws {@link LinalgError} `not-square`; `not-finite` when an entry is NaN or infinite.
 */
export function symmetricEigen(A: Matrix): SymmetricEigen {
  const n = A.nrow;
  if (A.ncol !== n) throw notSquare("symmetricEigen", [A.nrow, A.ncol]);
  const unit = unitOf("symmetricEigen", A);
  const S = new Float64Array(n * n);
  for (let j = 0; j < n; j++)
    for (let i = 0; i < n; i++) S[j * n + i] = A.data[j * n + i] / unit / 2 + A.data[i * n + j] / unit / 2;
  const V = identity(n).data;
  for (let sweep = 0; sweep < SWEEPS && rotateAll(S, V, n); sweep++);
  return ascending(S, V, n, unit);
}

/** One sweep: makes each entry off the diagonal zero in turn; false when none was worth it. */
function rotateAll(S: Float64Array, V: Float64Array, n: number): boolean {
  let rotated = false;
  for (let p = 0; p < n - 1; p++)
    for (let q = p + 1; q < n; q++) {
      const off = S[p * n + q];
      if (Math.abs(off) <= NEGLIGIBLE) continue;
      rotated = true;
      const { t, c, s } = jacobiRotation(S[p * (n + 1)], off, S[q * (n + 1)]);
      S[p * (n + 1)] -= t * off;
      S[q * (n + 1)] += t * off;
      S[p * n + q] = 0;
      S[q * n + p] = 0;
      for (let k = 0; k < n; k++) {
        const kp = p * n + k;
        const kq = q * n + k;
        const v = V[kp];
        V[kp] = c * v - s * V[kq];
        V[kq] = s * v + c * V[kq];
        if (k === p || k === q) continue;
        const x = S[kp];
        const y = S[kq];
        S[kp] = c * x - s * y;
        S[kq] = s * x + c * y;
        S[k * n + p] = S[kp];
        S[k * n + q] = S[kq];
      }
    }
  return rotated;
}

function ascending(S: Float64Array, V: Float64Array, n: number, unit: number): SymmetricEigen {
  const order = Array.from({ length: n }, (_, j) => j).sort((a, b) => S[a * (n + 1)] - S[b * (n + 1)]);
  const values = new Float64Array(n);
  const vectors = matrix(n, n);
  for (const [j, from] of order.entries()) {
    values[j] = unit * S[from * (n + 1)];
    vectors.data.set(V.subarray(from * n, (from + 1) * n), j * n);
  }
  return { values, vectors };
}
