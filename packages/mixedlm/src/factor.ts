// The factorisation behind every evaluation. Per group, with Z = Q T' (see `group-basis.ts`), F the square root of the
// relative covariance (lambda for the random effects, tau for each component column) and K = T'F,
//     I + K K' = L L',   S = L^-1 T',   B = L^-1 Q'[X | y],
// and over all groups [X | y]'V^-1[X | y] = E + sum B'B with V = I + Z F F' Z'; also Z'V^-1 Z = S'S and
// Z'V^-1[X | y] = S'B. Only sums of positive terms, and no covariance is inverted: variances may be zero or huge.
import { choleskyFactorInPlace, choleskyLogdet, lowerSolveInPlace, rankUpdateInPlace } from "@mixedlm/linalg";
import type { CrossProducts } from "./cross-products.ts";
import type { RelativeFactor } from "./theta.ts";

/** The factor at one point, and workspace for the passes that follow. */
export interface Factorisation {
  readonly factor: RelativeFactor;
  /** Per group: S (rank x q) and B (rank x (p + 1)), laid out as T and C, leading dimension q. */
  readonly S: Float64Array;
  readonly B: Float64Array;
  /** Lower triangle R with R R' = [X | y]'V^-1[X | y], (p + 1) x (p + 1). */
  readonly R: Float64Array;
  /** log|V| over all groups, and log|X'V^-1X|, in internal coordinates. */
  readonly logdetV: number;
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
  const { p, groups, q, rank, T, C } = cp;
  const columns = p + 1;
  const S = reuse?.S ?? new Float64Array(T.length);
  const B = reuse?.B ?? new Float64Array(C.length);
  const R = reuse?.R ?? new Float64Array(columns * columns);
  const widest = q.reduce((a, b) => Math.max(a, b), 0);
  const K = new Float64Array(widest * widest);
  const L = new Float64Array(widest * widest);
  R.set(cp.E);
  B.set(C);
  let logdetV = 0;
  for (let g = 0; g < groups; g++) {
    const size = q[g];
    const r = rank[g];
    const t = cp.tStart[g];
    const c = cp.cStart[g];
    basisTimesFactor(cp, g, factor, K);
    identityPlusSquare(K, r, size, L);
    if (choleskyFactorInPlace(L, r) >= 0) return null;
    logdetV += choleskyLogdet(L, r);
    for (let j = 0; j < size; j++) for (let m = 0; m < r; m++) S[t + j * size + m] = T[t + m * size + j];
    lowerSolveInPlace(L, r, S, size, 0, r, t, size);
    lowerSolveInPlace(L, r, B, columns, 0, r, c, size);
    rankUpdateInPlace(R, columns, B, r, 1, 0, columns, c, size);
  }
  if (choleskyFactorInPlace(R, columns) >= 0) return null;
  const r2 = R[p * columns + p] ** 2;
  return { factor, S, B, R, logdetV, logdetX: choleskyLogdet(R, p, 0, columns), r2 };
}

/** K = T'F of group g, rank x q, column-major with leading dimension `rank`. */
export function basisTimesFactor(cp: CrossProducts, g: number, factor: RelativeFactor, K: Float64Array): void {
  const { k, T } = cp;
  const size = cp.q[g];
  const r = cp.rank[g];
  const t = cp.tStart[g];
  for (let j = 0; j < k; j++)
    for (let m = 0; m < r; m++) {
      let sum = 0;
      for (let i = 0; i < k; i++) sum += T[t + m * size + i] * factor.lambda[j * k + i];
      K[j * r + m] = sum;
    }
  for (let j = k; j < size; j++) {
    const tau = factor.tau[cp.component[cp.columnStart[g] + j]];
    for (let m = 0; m < r; m++) K[j * r + m] = T[t + m * size + j] * tau;
  }
}

/** L = I + K K', lower triangle, r x r, for K r x columns. */
function identityPlusSquare(K: Float64Array, r: number, columns: number, L: Float64Array): void {
  for (let j = 0; j < r; j++)
    for (let i = j; i < r; i++) {
      let sum = i === j ? 1 : 0;
      for (let m = 0; m < columns; m++) sum += K[m * r + i] * K[m * r + j];
      L[j * r + i] = sum;
    }
}
