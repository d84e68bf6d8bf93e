// The factorisation behind every evaluation. Per group, with F the square root of the relative covariance (lambda for
// the random effects, tau for each component column),
//     A = F'Z'ZF + I = L L',   B = L^-1 F'Z'[X | y],
// and over all groups the Schur complement [X | y]'V^-1[X | y] = [X | y]'[X | y] - sum B'B, V = I + Z F F' Z'.
// Only A is ever inverted, so that zero variances and perfect correlations are ordinary points.
import { choleskyFactorInPlace, choleskyLogdet, lowerSolveInPlace } from "@mixedlm/linalg";
import type { CrossProducts } from "./cross-products.ts";
import type { RelativeFactor } from "./theta.ts";

/** The factor at one point, and workspace for the passes that follow. Overwritten by the next {@link factorise}. */
export interface Factorisation {
  readonly factor: RelativeFactor;
  /** Per group: Z'Z F (q x q), L (lower triangle, q x q), B (q x (p + 1)); laid out as ZZ, ZZ and ZX. */
  readonly ZZF: Float64Array;
  readonly L: Float64Array;
  readonly B: Float64Array;
  /** Lower triangle R with R R' = [X | y]'V^-1[X | y], (p + 1) x (p + 1). */
  readonly R: Float64Array;
  /** log|A| over all groups, and log|X'V^-1X|, in internal coordinates. */
  readonly logdetA: number;
  readonly logdetX: number;
  /** Generalised residual sum of squares y'Py, internal units. */
  readonly r2: number;
}

/**
 * Factorises at a point.
 *
 * @param factor - any square root of the relative covariance, internal coordinates.
 * @param reuse - an earlier factorisation of the same cross-products, whose arrays are overwritten.
 * @returns the factorisation, or null where it does not exist in floating point (an infinite or huge factor).
 */
export function factorise(cp: CrossProducts, factor: RelativeFactor, reuse?: Factorisation): Factorisation | null {
  const { p, groups, q } = cp;
  const columns = p + 1;
  const ZZF = reuse?.ZZF ?? new Float64Array(cp.ZZ.length);
  const L = reuse?.L ?? new Float64Array(cp.ZZ.length);
  const B = reuse?.B ?? new Float64Array(cp.ZX.length);
  const R = reuse?.R ?? new Float64Array(columns * columns);
  R.set(cp.XX);
  let logdetA = 0;
  for (let g = 0; g < groups; g++) {
    const zz = cp.zzStart[g];
    const zx = cp.zxStart[g];
    const size = q[g];
    timesFactor(cp, g, factor, cp.ZZ, zz, ZZF, zz);
    factorTransposedTimes(cp, g, factor, ZZF, zz, size, L, zz);
    for (let i = 0; i < size; i++) L[zz + i * size + i] += 1;
    if (choleskyFactorInPlace(L, size, zz) >= 0) return null;
    logdetA += choleskyLogdet(L, size, zz);
    factorTransposedTimes(cp, g, factor, cp.ZX, zx, columns, B, zx);
    lowerSolveInPlace(L, size, B, columns, zz, size, zx, size);
    subtractCrossProduct(B, zx, size, columns, R);
  }
  if (choleskyFactorInPlace(R, columns) >= 0) return null;
  const logdetX = choleskyLogdet(R, p, 0, columns);
  const r2 = R[p * columns + p] ** 2;
  return { factor, ZZF, L, B, R, logdetA, logdetX, r2 };
}

/** out = M F for a q x q block M of group g. */
function timesFactor(
  cp: CrossProducts,
  g: number,
  factor: RelativeFactor,
  M: Float64Array,
  at: number,
  out: Float64Array,
  outAt: number,
): void {
  const { k } = cp;
  const size = cp.q[g];
  for (let j = 0; j < k; j++)
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let m = 0; m < k; m++) sum += M[at + m * size + i] * factor.lambda[j * k + m];
      out[outAt + j * size + i] = sum;
    }
  for (let j = k; j < size; j++) {
    const tau = factor.tau[cp.component[cp.columnStart[g] + j]];
    for (let i = 0; i < size; i++) out[outAt + j * size + i] = M[at + j * size + i] * tau;
  }
}

/** out = F'M for a q x columns block M of group g. */
function factorTransposedTimes(
  cp: CrossProducts,
  g: number,
  factor: RelativeFactor,
  M: Float64Array,
  at: number,
  columns: number,
  out: Float64Array,
  outAt: number,
): void {
  const { k } = cp;
  const size = cp.q[g];
  const component = cp.columnStart[g];
  for (let j = 0; j < columns; j++) {
    const from = at + j * size;
    const to = outAt + j * size;
    for (let i = 0; i < k; i++) {
      let sum = 0;
      for (let m = 0; m < k; m++) sum += factor.lambda[i * k + m] * M[from + m];
      out[to + i] = sum;
    }
    for (let i = k; i < size; i++) out[to + i] = factor.tau[cp.component[component + i]] * M[from + i];
  }
}

/** R -= B'B, lower triangle. */
function subtractCrossProduct(B: Float64Array, at: number, rows: number, columns: number, R: Float64Array): void {
  for (let j = 0; j < columns; j++)
    for (let i = j; i < columns; i++) {
      let sum = 0;
      for (let m = 0; m < rows; m++) sum += B[at + i * rows + m] * B[at + j * rows + m];
      R[j * columns + i] -= sum;
    }
}
