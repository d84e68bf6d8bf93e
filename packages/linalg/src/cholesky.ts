// A = LL' of a symmetric positive definite block, in place in its lower triangle. The index of the pivot that is not
// positive is returned: never clipped to zero, never thrown, since inside a minimiser it is an ordinary event. Small
// orders are done here by plain loops, large ones by the kernels.
import { log } from "./elementary/logarithm.ts";
import { BLOCKED_ORDER } from "./kernels/crossover.ts";
import { largeFactor, largeInverse } from "./kernels/large-operations.ts";
import { type Matrix, matrix } from "./matrix.ts";
import { lowerInverseInPlace, lowerSolveInPlace, lowerTransposedSolveInPlace } from "./triangular.ts";

/**
 * Factors A = LL' in place.
 *
 * @param a - holds the `n x n` block A, of which the lower triangle is read and overwritten by L.
 * @returns -1, or the index of the first pivot that is not a positive finite number: the leading block before it is
 *   factored, and what the rest of the triangle holds is not to be used.
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., algorithms 4.2.1 (small orders) and 4.2.3.
 */
export function choleskyFactorInPlace(a: Float64Array, n: number, offset: number = 0, stride: number = n): number {
  if (n >= BLOCKED_ORDER) return largeFactor({ data: a, offset, stride }, n);
  for (let j = 0; j < n; j++) {
    const aj = offset + j * stride;
    for (let k = 0; k < j; k++) {
      const ak = offset + k * stride;
      const factor = a[ak + j];
      for (let i = j; i < n; i++) a[aj + i] -= factor * a[ak + i];
    }
    const pivot = a[aj + j];
    if (!(pivot > 0 && pivot < Infinity)) return j;
    const root = Math.sqrt(pivot);
    a[aj + j] = root;
    for (let i = j + 1; i < n; i++) a[aj + i] /= root;
  }
  return -1;
}

/**
 * Computes log|A| = 2 log|L| of a factored block.
 *
 * The diagonal is multiplied up and its logarithm taken only when the product leaves 1e-100..1e100, for a logarithm
 * costs as much as twenty products; no product can then leave the range of normal numbers.
 */
export function choleskyLogdet(l: Float64Array, n: number, offset: number = 0, stride: number = n): number {
  let logRoot = 0;
  let product = 1;
  for (let j = 0; j < n; j++) {
    product *= l[offset + j * stride + j];
    if (product > 1e100 || product < 1e-100) {
      logRoot += log(product);
      product = 1;
    }
  }
  return 2 * (logRoot + log(product));
}

/**
 * Solves A X = B in place from the factor of A: B := L^-T L^-1 B.
 *
 * @param l - holds the `n x n` factor L.
 * @param b - holds the `n x nrhs` block B, overwritten by X.
 */
export function choleskySolveInPlace(
  l: Float64Array,
  n: number,
  b: Float64Array,
  nrhs: number = 1,
  lOffset: number = 0,
  lStride: number = n,
  bOffset: number = 0,
  bStride: number = n,
): void {
  lowerSolveInPlace(l, n, b, nrhs, lOffset, lStride, bOffset, bStride);
  lowerTransposedSolveInPlace(l, n, b, nrhs, lOffset, lStride, bOffset, bStride);
}

/** Computes A^-1 = L^-T L^-1 from the factor of A: `n x n`, both triangles, exactly symmetric; `l` is kept. */
export function choleskyInverse(l: Float64Array, n: number, offset: number = 0, stride: number = n): Matrix {
  const inverse = matrix(n, n);
  for (let j = 0; j < n; j++) {
    inverse.data.set(l.subarray(offset + j * stride + j, offset + j * stride + n), j * n + j);
  }
  choleskyInverseInPlace(inverse.data, n);
  for (let j = 0; j < n; j++) {
    for (let i = j + 1; i < n; i++) inverse.data[j + i * n] = inverse.data[i + j * n];
  }
  return inverse;
}

/**
 * Computes A^-1 = L^-T L^-1 from the factor of A in place, as LAPACK's `dpotri` does.
 *
 * @param l - holds the `n x n` factor; its lower triangle is overwritten by that of A^-1.
 */
export function choleskyInverseInPlace(l: Float64Array, n: number, offset: number = 0, stride: number = n): void {
  if (n >= BLOCKED_ORDER) {
    largeInverse({ data: l, offset, stride }, n);
    return;
  }
  lowerInverseInPlace(l, n, offset, stride);
  // Down each column: entry (i, j) is a product of columns i and j of L^-1 from row i on, which are still whole.
  for (let j = 0; j < n; j++) {
    const lj = offset + j * stride;
    for (let i = j; i < n; i++) {
      const li = offset + i * stride;
      let sum = 0;
      for (let k = i; k < n; k++) sum += l[li + k] * l[lj + k];
      l[lj + i] = sum;
    }
  }
}
