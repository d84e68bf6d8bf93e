// Solves with a lower triangle L, and its inverse. Everything works in place on blocks of larger buffers: an offset to
// the first entry and a stride from one column to the next. A zero on the diagonal gives infinities or NaN, never a throw;
// choleskyFactorInPlace tells beforehand whether the triangle can be used. Large problems go to the kernels.
import { BLOCKED_ORDER, isBlockedSolve } from "./kernels/crossover.ts";
import { visitLowerInverse, visitSolve } from "./kernels/visits.ts";

/**
 * Solves L X = B in place: B := L^-1 B.
 *
 * @param l - holds the `n x n` lower triangle; entries above its diagonal are not read.
 * @param b - holds the `n x nrhs` block B, overwritten by X.
 */
export function lowerSolveInPlace(
  l: Float64Array,
  n: number,
  b: Float64Array,
  nrhs: number = 1,
  lOffset: number = 0,
  lStride: number = n,
  bOffset: number = 0,
  bStride: number = n,
): void {
  if (isBlockedSolve(n, nrhs)) {
    visitSolve(
      { data: l, offset: lOffset, stride: lStride },
      n,
      { data: b, offset: bOffset, stride: bStride },
      nrhs,
      false,
    );
    return;
  }
  for (let r = 0; r < nrhs; r++) {
    const x = bOffset + r * bStride;
    for (let j = 0; j < n; j++) {
      const lj = lOffset + j * lStride;
      b[x + j] /= l[lj + j];
      const xj = b[x + j];
      for (let i = j + 1; i < n; i++) b[x + i] -= l[lj + i] * xj;
    }
  }
}

/**
 * Solves L'X = B in place: B := L^-T B.
 *
 * @param l - holds the `n x n` lower triangle; entries above its diagonal are not read.
 * @param b - holds the `n x nrhs` block B, overwritten by X.
 */
export function lowerTransposedSolveInPlace(
  l: Float64Array,
  n: number,
  b: Float64Array,
  nrhs: number = 1,
  lOffset: number = 0,
  lStride: number = n,
  bOffset: number = 0,
  bStride: number = n,
): void {
  if (isBlockedSolve(n, nrhs)) {
    visitSolve(
      { data: l, offset: lOffset, stride: lStride },
      n,
      { data: b, offset: bOffset, stride: bStride },
      nrhs,
      true,
    );
    return;
  }
  for (let r = 0; r < nrhs; r++) {
    const x = bOffset + r * bStride;
    for (let j = n - 1; j >= 0; j--) {
      const lj = lOffset + j * lStride;
      let xj = b[x + j];
      for (let i = j + 1; i < n; i++) xj -= l[lj + i] * b[x + i];
      b[x + j] = xj / l[lj + j];
    }
  }
}

/**
 * Inverts a lower triangle in place: L := L^-1.
 *
 * @param l - holds the `n x n` lower triangle; entries above its diagonal are neither read nor written.
 */
export function lowerInverseInPlace(l: Float64Array, n: number, offset: number = 0, stride: number = n): void {
  if (n >= BLOCKED_ORDER) {
    visitLowerInverse({ data: l, offset, stride }, n);
    return;
  }
  // From the last column back, so that the trailing triangle is already inverted: column j below the diagonal becomes
  // -(trailing inverse)(column j) / l_jj. From the last row up, so that entries still needed are not yet overwritten.
  for (let j = n - 1; j >= 0; j--) {
    const lj = offset + j * stride;
    const pivot = 1 / l[lj + j];
    l[lj + j] = pivot;
    for (let i = n - 1; i > j; i--) {
      let sum = 0;
      for (let k = j + 1; k <= i; k++) sum += l[offset + k * stride + i] * l[lj + k];
      l[lj + i] = -pivot * sum;
    }
  }
}
