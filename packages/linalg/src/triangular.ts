// Solves with a lower triangle L, and its inverse. Everything works in place on blocks of larger buffers: an offset to
// the first entry and a stride from one column to the next. A zero on the diagonal gives infinities or NaN, never a
// throw; choleskyFactorInPlace tells beforehand whether the triangle can be used. Large problems go to the kernels.
import { BLOCKED_ORDER, isBlockedSolve } from "./kernels/crossover.ts";
import { largeLowerInverse, largeSolve } from "./kernels/large-operations.ts";

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
    const block = { data: l, offset: lOffset, stride: lStride };
    largeSolve({ block, isTransposed: false }, n, { data: b, offset: bOffset, stride: bStride }, nrhs);
    return;
  }
  for (let r = 0; r < nrhs; r++) {
    const x = bOffset + r * bStride;
    for (let j = n < WIDE ? 0 : solveByFours(l, n, b, lOffset, lStride, x); j < n; j++) {
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
    const block = { data: l, offset: lOffset, stride: lStride };
    largeSolve({ block, isTransposed: true }, n, { data: b, offset: bOffset, stride: bStride }, nrhs);
    return;
  }
  for (let r = 0; r < nrhs; r++) {
    const x = bOffset + r * bStride;
    for (let j = (n < WIDE ? n : solveTransposedByFours(l, n, b, lOffset, lStride, x)) - 1; j >= 0; j--) {
      const lj = lOffset + j * lStride;
      let xj = b[x + j];
      for (let i = j + 1; i < n; i++) xj -= l[lj + i] * b[x + i];
      b[x + j] = xj / l[lj + j];
    }
  }
}

/** Order from which on four columns are taken at a time: a right-hand side then passes through once for all four. */
const WIDE = 32;

/** Solves L x = b for a multiple of four rows; returns the next one. */
function solveByFours(l: Float64Array, n: number, b: Float64Array, l0: number, stride: number, x: number): number {
  let j = 0;
  for (; j + 3 < n; j += 4) {
    const p = l0 + j * stride;
    const q = p + stride;
    const r = q + stride;
    const s = r + stride;
    const x0 = b[x + j] / l[p + j];
    const x1 = (b[x + j + 1] - l[p + j + 1] * x0) / l[q + j + 1];
    const x2 = (b[x + j + 2] - l[p + j + 2] * x0 - l[q + j + 2] * x1) / l[r + j + 2];
    const x3 = (b[x + j + 3] - l[p + j + 3] * x0 - l[q + j + 3] * x1 - l[r + j + 3] * x2) / l[s + j + 3];
    b[x + j] = x0;
    b[x + j + 1] = x1;
    b[x + j + 2] = x2;
    b[x + j + 3] = x3;
    for (let i = j + 4; i < n; i++)
      b[x + i] = b[x + i] - l[p + i] * x0 - l[q + i] * x1 - (l[r + i] * x2 + l[s + i] * x3);
  }
  return j;
}

/** Solves L'x = b for the last rows, a multiple of four; returns how many are left. */
function solveTransposedByFours(
  l: Float64Array,
  n: number,
  b: Float64Array,
  l0: number,
  stride: number,
  x: number,
): number {
  let j = n;
  for (; j >= 4; j -= 4) {
    const p = l0 + (j - 4) * stride;
    const q = p + stride;
    const r = q + stride;
    const s = r + stride;
    let x0 = b[x + j - 4];
    let x1 = b[x + j - 3];
    let x2 = b[x + j - 2];
    let x3 = b[x + j - 1];
    for (let i = j; i < n; i++) {
      const known = b[x + i];
      x0 -= l[p + i] * known;
      x1 -= l[q + i] * known;
      x2 -= l[r + i] * known;
      x3 -= l[s + i] * known;
    }
    x3 /= l[s + j - 1];
    x2 = (x2 - l[r + j - 1] * x3) / l[r + j - 2];
    x1 = (x1 - l[q + j - 1] * x3 - l[q + j - 2] * x2) / l[q + j - 3];
    x0 = (x0 - l[p + j - 1] * x3 - l[p + j - 2] * x2 - l[p + j - 3] * x1) / l[p + j - 4];
    b[x + j - 4] = x0;
    b[x + j - 3] = x1;
    b[x + j - 2] = x2;
    b[x + j - 1] = x3;
  }
  return j;
}

/**
 * Inverts a lower triangle in place: L := L^-1.
 *
 * @param l - holds the `n x n` lower triangle; entries above its diagonal are neither read nor written.
 */
export function lowerInverseInPlace(l: Float64Array, n: number, offset: number = 0, stride: number = n): void {
  if (n >= BLOCKED_ORDER) {
    largeLowerInverse({ data: l, offset, stride }, n);
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
