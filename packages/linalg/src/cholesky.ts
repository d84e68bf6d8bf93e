// A = LL' of a symmetric positive definite block, in place in its lower triangle. The index of the pivot that is not
// positive is returned: never clipped to zero, never thrown, since inside a minimiser it is an ordinary event.
import { type Matrix, matrix } from "./matrix.ts";
import { lowerInverseInPlace, lowerSolveInPlace, lowerTransposedSolveInPlace } from "./triangular.ts";

/**
 * Factors A = LL' in place.
 *
 * @param a - holds the `n x n` block A, of which the lower triangle is read and overwritten by L.
 * @returns -1, or the index of the first pivot that is not a positive finite number (columns before it are done).
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., algorithm 4.2.1.
 */
export function choleskyFactorInPlace(a: Float64Array, n: number, offset: number = 0, stride: number = n): number {
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
  let log = 0;
  let product = 1;
  for (let j = 0; j < n; j++) {
    product *= l[offset + j * stride + j];
    if (product > 1e100 || product < 1e-100) {
      log += Math.log(product);
      product = 1;
    }
  }
  return 2 * (log + Math.log(product));
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
  const inverseL = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    inverseL.set(l.subarray(offset + j * stride + j, offset + j * stride + n), j * n + j);
  }
  lowerInverseInPlace(inverseL, n);
  const inverse = matrix(n, n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += inverseL[i * n + k] * inverseL[j * n + k];
      inverse.data[i + j * n] = sum;
      inverse.data[j + i * n] = sum;
    }
  }
  return inverse;
}
