// Solves with a sparse factor P S P' = LL'. In: the factor and right-hand sides as columns. Out: solutions in their
// place. The two halves work on permuted rows and are separate, since |L^-1 P b|^2 = b'S^-1 b needs only the first.

import { lowerSolveInPlace, lowerTransposedSolveInPlace } from "../triangular.ts";
import type { SparseFactor } from "./sparse-factor.ts";

/**
 * Solves L X = B in place: B := L^-1 B, its rows in permuted order.
 *
 * @param b - holds the `n x nrhs` block B, overwritten by X.
 */
export function sparseLowerSolveInPlace(
  { symbolic, values: l }: SparseFactor,
  b: Float64Array,
  nrhs: number = 1,
  bOffset: number = 0,
  bStride: number = symbolic.pattern.n,
): void {
  const { first, rowStart, rows, offset } = symbolic;
  for (let s = 0; s + 1 < first.length; s++) {
    const width = first[s + 1] - first[s];
    const top = bOffset + first[s];
    lowerSolveInPlace(l, width, b, nrhs, offset[s], width, top, bStride);
    // a row of L serves all columns while it is in the cache
    let row = offset[s] + width * width;
    for (let k = rowStart[s]; k < rowStart[s + 1]; k++, row += width) {
      for (let r = 0; r < nrhs; r++) {
        const x = top + r * bStride;
        let sum = 0;
        for (let j = 0; j < width; j++) sum += l[row + j] * b[x + j];
        b[bOffset + r * bStride + rows[k]] -= sum;
      }
    }
  }
}

/**
 * Solves L'X = B in place: B := L^-T B, its rows in permuted order.
 *
 * @param b - holds the `n x nrhs` block B, overwritten by X.
 */
export function sparseLowerTransposedSolveInPlace(
  { symbolic, values: l }: SparseFactor,
  b: Float64Array,
  nrhs: number = 1,
  bOffset: number = 0,
  bStride: number = symbolic.pattern.n,
): void {
  const { first, rowStart, rows, offset } = symbolic;
  for (let s = first.length - 2; s >= 0; s--) {
    const width = first[s + 1] - first[s];
    const top = bOffset + first[s];
    let row = offset[s] + width * width;
    for (let k = rowStart[s]; k < rowStart[s + 1]; k++, row += width) {
      for (let r = 0; r < nrhs; r++) {
        const x = top + r * bStride;
        const value = b[bOffset + r * bStride + rows[k]];
        for (let j = 0; j < width; j++) b[x + j] -= l[row + j] * value;
      }
    }
    lowerTransposedSolveInPlace(l, width, b, nrhs, offset[s], width, top, bStride);
  }
}

/**
 * Solves S X = B in place, everything in the input's numbering.
 *
 * @param b - holds the `n x nrhs` block B, overwritten by X.
 */
export function sparseSolveInPlace(
  factor: SparseFactor,
  b: Float64Array,
  nrhs: number = 1,
  bOffset: number = 0,
  bStride: number = factor.symbolic.pattern.n,
): void {
  const { order, pattern } = factor.symbolic;
  const { n } = pattern;
  const permuted = new Float64Array(n * nrhs);
  for (let r = 0; r < nrhs; r++) {
    for (let k = 0; k < n; k++) permuted[r * n + k] = b[bOffset + r * bStride + order[k]];
  }
  sparseLowerSolveInPlace(factor, permuted, nrhs);
  sparseLowerTransposedSolveInPlace(factor, permuted, nrhs);
  for (let r = 0; r < nrhs; r++) {
    for (let k = 0; k < n; k++) b[bOffset + r * bStride + order[k]] = permuted[r * n + k];
  }
}
