// PA = LU of a general square matrix with row exchanges: what numpy.linalg.inv and solve do, for Hessians that are
// symmetric but not definite. Singular means an exactly zero pivot, as in LAPACK; the factor reports it.
import { notSquare, rankDeficient, shapeMismatch } from "./errors.ts";
import { identity, type Matrix, matrix } from "./matrix.ts";

/** The factor of an `n x n` matrix. */
export interface LuFactor {
  /** U in the upper triangle, L (unit diagonal, not stored) below; `n x n`. */
  readonly LU: Matrix;
  /** Row k was exchanged with row `exchanges[k] >= k`, in the order k = 0, 1, ...; length n. */
  readonly exchanges: Int32Array;
  /** -1, or the index of the first pivot that is zero or not finite: then the factor is of no use. */
  readonly failedPivot: number;
}

/**
 * Factors a square matrix by Gaussian elimination with partial pivoting; `A` is kept.
 *
 * @throws {@link LinalgError} `not-square`.
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., algorithm 3.4.1.
 */
export function luFactor(A: Matrix): LuFactor {
  const n = A.nrow;
  if (A.ncol !== n) throw notSquare("LU", [A.nrow, A.ncol]);
  const a = A.data.slice();
  const exchanges = new Int32Array(n);
  for (let k = 0; k < n; k++) {
    const row = pivotRow(a, n, k);
    exchanges[k] = row;
    const pivot = a[row + k * n];
    if (!(pivot !== 0 && Number.isFinite(pivot))) return { LU: matrix(n, n, a), exchanges, failedPivot: k };
    exchangeRows(a, n, n, k, row);
    for (let i = k + 1; i < n; i++) a[i + k * n] /= pivot;
    for (let j = k + 1; j < n; j++) {
      const u = a[k + j * n];
      for (let i = k + 1; i < n; i++) a[i + j * n] -= a[i + k * n] * u;
    }
  }
  return { LU: matrix(n, n, a), exchanges, failedPivot: -1 };
}

/**
 * Solves A X = B from the factor of A.
 *
 * @param B - `n x m`, kept.
 * @returns X, `n x m`.
 * @throws {@link LinalgError} `shape-mismatch`; `rank-deficient` when the factor has a failed pivot.
 */
export function luSolve({ LU, exchanges, failedPivot }: LuFactor, B: Matrix): Matrix {
  const n = LU.nrow;
  if (B.nrow !== n) throw shapeMismatch("solve", [n, n], [B.nrow, B.ncol], `${n} equations against ${B.nrow} rows`);
  if (failedPivot >= 0) throw rankDeficient("luSolve", failedPivot, n);
  const x = B.data.slice();
  for (let k = 0; k < n; k++) exchangeRows(x, n, B.ncol, k, exchanges[k]);
  for (let r = 0; r < B.ncol; r++) solveColumn(LU.data, n, x.subarray(r * n, (r + 1) * n));
  return matrix(n, B.ncol, x);
}

/**
 * Computes A^-1 from the factor of A, `n x n`.
 *
 * @throws {@link LinalgError} `rank-deficient` when the factor has a failed pivot.
 */
export function luInverse(factor: LuFactor): Matrix {
  return luSolve(factor, identity(factor.LU.nrow));
}

function pivotRow(a: Float64Array, n: number, k: number): number {
  let row = k;
  for (let i = k + 1; i < n; i++) if (Math.abs(a[i + k * n]) > Math.abs(a[row + k * n])) row = i;
  return row;
}

function exchangeRows(a: Float64Array, nrow: number, ncol: number, i: number, k: number): void {
  if (i === k) return;
  for (let j = 0; j < ncol; j++) {
    const kept = a[i + j * nrow];
    a[i + j * nrow] = a[k + j * nrow];
    a[k + j * nrow] = kept;
  }
}

function solveColumn(lu: Float64Array, n: number, x: Float64Array): void {
  for (let j = 0; j < n; j++) {
    for (let i = j + 1; i < n; i++) x[i] -= lu[i + j * n] * x[j];
  }
  for (let j = n - 1; j >= 0; j--) {
    x[j] /= lu[j + j * n];
    for (let i = 0; i < j; i++) x[i] -= lu[i + j * n] * x[j];
  }
}
