// A P = Q R by Householder reflections, to find the columns that depend on those before them. Columns keep their
// order; one whose remainder after projecting on the kept ones is negligible beside its own length moves to the end.
// So the answer does not depend on the columns' units, and of two equal columns the first is kept, as in R's lm.
import { shapeMismatch } from "./errors.ts";
import { fromColumns, type Matrix, matrix } from "./matrix.ts";
import { norm2 } from "./vector.ts";

/** The factor of an `m x n` matrix of rank r. */
export interface QrFactor {
  /** Column `pivot[k]` of A stands at place k: the r independent columns in order, then the dependent ones. */
  readonly pivot: Int32Array;
  /** r, the number of independent columns. */
  readonly rank: number;
  /** `r x n`, upper trapezoidal: A P = Q R up to the tolerance, so R'R = P'A'A P. */
  readonly R: Matrix;
  /** `m x r`: column k is the k-th reflection's unit vector v, of I - 2vv'. */
  readonly reflectors: Matrix;
}

/**
 * Factors a matrix, keeping each column that the columns before it do not span; `A` is kept.
 *
 * @param tolerance - a column is dependent when its remainder is at most `tolerance` times its length; 1e-7 is R's.
 *   A column with a number that is not finite counts as dependent.
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., section 5.2; the rule for dependence is LINPACK's dqrdc2
 *   of R.
 */
export function qrFactor(A: Matrix, tolerance: number = 1e-7): QrFactor {
  const { nrow: m, ncol: n } = A;
  const reflectors: Float64Array[] = [];
  const independent: number[] = [];
  const dependent: number[] = [];
  const reflected: Float64Array[] = [];
  for (let j = 0; j < n; j++) {
    const x = A.data.slice(j * m, (j + 1) * m);
    const length = tailNorm(x, 0);
    for (const v of reflectors) reflectInPlace(v, x);
    const k = reflectors.length;
    reflected.push(x);
    if (k < m && tailNorm(x, k) > tolerance * length) {
      reflectors.push(reflectorInPlace(x, k));
      independent.push(j);
    } else {
      dependent.push(j);
    }
  }
  const pivot = Int32Array.from([...independent, ...dependent]);
  const rank = independent.length;
  const R = matrix(rank, n);
  pivot.forEach((j, k) => {
    R.data.set(reflected[j].subarray(0, Math.min(k + 1, rank)), k * rank);
  });
  return { pivot, rank, R, reflectors: fromColumns(m, reflectors) };
}

/**
 * Finds the least-squares coefficients of `y` on the columns of A from its factor.
 *
 * @param y - length m, kept.
 * @returns length n, in the order of A's columns: NaN at the dependent ones.
 * @throws {@link LinalgError} `shape-mismatch` when `y.length !== m`.
 */
export function qrSolve({ pivot, rank, R, reflectors }: QrFactor, y: Float64Array): Float64Array {
  const z = qrTurned({ pivot, rank, R, reflectors }, y);
  const coefficients = new Float64Array(pivot.length).fill(Number.NaN);
  for (let k = rank - 1; k >= 0; k--) {
    const coefficient = z[k] / R.data[k + k * rank];
    for (let i = 0; i < k; i++) z[i] -= R.data[i + k * rank] * coefficient;
    coefficients[pivot[k]] = coefficient;
  }
  return coefficients;
}

/**
 * Computes Q'y: its first r numbers are of what the columns of A span, the squares of the others sum to those of the
 * least-squares residuals.
 *
 * @param y - length m, kept.
 * @returns length m.
 * @throws {@link LinalgError} `shape-mismatch` when `y.length !== m`.
 */
export function qrTurned({ pivot, rank, reflectors }: QrFactor, y: Float64Array): Float64Array {
  const m = reflectors.nrow;
  if (y.length !== m) throw shapeMismatch("fit", [m, pivot.length], [y.length, 1], `${m} rows against ${y.length}`);
  const z = y.slice();
  for (let k = 0; k < rank; k++) reflectInPlace(reflectors.data.subarray(k * m, (k + 1) * m), z);
  return z;
}

/**
 * Writes columns of Q, which are orthonormal: the first r span what the first r columns of A P do, one after the other;
 * the others what is orthogonal to all columns of A.
 *
 * @param from - number of the first column wanted, 0 or more.
 * @param to - number after the last one, at most m.
 * @returns `m x (to - from)`.
 */
export function qrBasis({ rank, reflectors }: QrFactor, from: number, to: number): Matrix {
  const m = reflectors.nrow;
  const Q = matrix(m, to - from);
  for (let j = from; j < to; j++) {
    const x = Q.data.subarray((j - from) * m, (j - from + 1) * m);
    x[j] = 1;
    // v of reflection k is 0 before place k
    for (let k = Math.min(j, rank - 1); k >= 0; k--) reflectInPlace(reflectors.data.subarray(k * m, (k + 1) * m), x);
  }
  return Q;
}

// Makes the unit vector v whose reflection I - 2vv' sends x to -sign(x_k)|x_k..m| e_k, and applies it to x.
function reflectorInPlace(x: Float64Array, k: number): Float64Array {
  const v = x.slice();
  v.fill(0, 0, k);
  const alpha = x[k] > 0 ? -tailNorm(x, k) : tailNorm(x, k);
  v[k] -= alpha;
  const length = tailNorm(v, k);
  for (let i = k; i < v.length; i++) v[i] /= length;
  x.fill(0, k);
  x[k] = alpha;
  return v;
}

// length of the part of x from entry k on
function tailNorm(x: Float64Array, k: number): number {
  return norm2(x.subarray(k));
}

function reflectInPlace(v: Float64Array, x: Float64Array): void {
  let projection = 0;
  for (let i = 0; i < v.length; i++) projection += v[i] * x[i];
  for (let i = 0; i < v.length; i++) x[i] -= 2 * projection * v[i];
}
