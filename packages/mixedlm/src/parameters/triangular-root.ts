// Entries of triangular square roots in their two orders, and the roots themselves: of singular matrices too, and
// without losing digits by squaring.
import { isArrayLike } from "@mixedlm/formula";
import { hypot } from "@mixedlm/linalg";
import { matrixOrder, squareLength } from "../errors.ts";

/** Row and column of an entry of lambda's lower triangle. */
export interface LowerEntry {
  /** From 0; not less than `column`. */
  readonly row: number;
  /** From 0. */
  readonly column: number;
}

/** Entries of a k x k lower triangle, column by column: theta's order. @throws {@link FitError} `matrix-order`. */
export function lowerEntries(k: number): readonly LowerEntry[] {
  checkOrder("lowerEntries", k);
  const entries: LowerEntry[] = [];
  for (let column = 0; column < k; column++) for (let row = column; row < k; row++) entries.push({ row, column });
  return entries;
}

/**
 * Entries of a k x k lower triangle, row by row: statsmodels' order.
 *
 * @throws {@link FitError} `matrix-order`.
 */
export function lowerEntriesByRow(k: number): readonly LowerEntry[] {
  checkOrder("lowerEntriesByRow", k);
  const entries: LowerEntry[] = [];
  for (let row = 0; row < k; row++) for (let column = 0; column <= row; column++) entries.push({ row, column });
  return entries;
}

/** Psi = lambda lambda', k x k, full. @throws {@link FitError} `matrix-order`, `matrix-length`. */
export function covarianceOf(lambda: Float64Array, k: number): Float64Array {
  checkSquare("covarianceOf", lambda, k);
  const psi = new Float64Array(k * k);
  for (let j = 0; j < k; j++)
    for (let i = 0; i < k; i++) {
      let sum = 0;
      for (let m = 0; m < k; m++) sum += lambda[m * k + i] * lambda[m * k + j];
      psi[j * k + i] = sum;
    }
  return psi;
}

/**
 * Lower-triangular lambda with lambda lambda' = psi, for positive semi-definite psi: a pivot that rounding made
 * negative or negligible gives a zero column, so that singular matrices have a factor too.
 *
 * @param negligible - share of a diagonal entry; by default that of rounding errors.
 * @throws {@link FitError} `matrix-order`, `matrix-length`.
 */
export function lowerRoot(psi: Float64Array, k: number, negligible?: number): Float64Array {
  checkSquare("lowerRoot", psi, k);
  const share = negligible ?? 4 * k * Number.EPSILON;
  const lambda = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    let pivot = psi[j * k + j];
    for (let m = 0; m < j; m++) pivot -= lambda[m * k + j] ** 2;
    if (!(pivot > share * psi[j * k + j])) continue;
    const root = Math.sqrt(pivot);
    lambda[j * k + j] = root;
    for (let i = j + 1; i < k; i++) {
      let sum = psi[j * k + i];
      for (let m = 0; m < j; m++) sum -= lambda[m * k + i] * lambda[m * k + j];
      lambda[j * k + i] = sum / root;
    }
  }
  return lambda;
}

/**
 * The lower-triangular root of the same matrix: L with L L' = A A' and a diagonal that is not negative.
 *
 * Columns are rotated (A Q = L), so that no digits are lost by squaring, and zero columns stay exactly zero. A row
 * without a part of its own gets a zero column.
 */
export function triangularRoot(A: Float64Array, k: number): Float64Array {
  const rest = A.slice();
  const L = new Float64Array(k * k);
  let column = 0;
  for (let i = 0; i < k; i++) {
    let norm = 0;
    for (let j = 0; j < k; j++) norm = hypot(norm, rest[j * k + i]);
    for (let j = column + 1; j < k; j++) rotateColumns(rest, k, column, j, i);
    const pivot = rest[column * k + i];
    if (!(Math.abs(pivot) > 4 * k * Number.EPSILON * norm)) {
      rest[column * k + i] = 0;
      continue;
    }
    for (let r = i; r < k; r++) L[i * k + r] = Math.sign(pivot) * rest[column * k + r];
    column += 1;
  }
  return L;
}

/** Rotates columns a and b of A so that entry b of row i becomes zero. */
function rotateColumns(A: Float64Array, k: number, a: number, b: number, i: number): void {
  const y = A[b * k + i];
  if (y === 0) return;
  const x = A[a * k + i];
  const r = hypot(x, y);
  for (let m = 0; m < k; m++) {
    const u = A[a * k + m];
    const v = A[b * k + m];
    A[a * k + m] = (x * u + y * v) / r;
    A[b * k + m] = (x * v - y * u) / r;
  }
  A[b * k + i] = 0;
}

/** Rows that a covariance matrix of random effects may have: far more than any that can be fitted. */
const LARGEST_ORDER = 4096;

function checkOrder(call: string, k: number): void {
  if (!(Number.isInteger(k) && k >= 0 && k <= LARGEST_ORDER)) throw matrixOrder(call, k, LARGEST_ORDER);
}

function checkSquare(call: string, data: ArrayLike<number>, k: number): void {
  checkOrder(call, k);
  if (!isArrayLike(data) || data.length !== k * k) throw squareLength(call, data, k);
}
