// First derivatives of the criterion. With M0 = Z'V^-1 Z, C = Z'V^-1 X, c = Z'V^-1(y - X beta),
// Phi = (X'V^-1X)^-1 and nu the residual degrees of freedom, the derivative with respect to the relative covariance is
//     G = M0 - [REML] C Phi C' - (nu / r2) c c'      (diagonal blocks, summed over groups),
// and by the chain rule 2 G F with respect to a square root F: valid where F is singular too.
import { lowerSolveInPlace, lowerTransposedSolveInPlace } from "@mixedlm/linalg";
import type { CrossProducts } from "./cross-products.ts";
import type { Factorisation } from "./factor.ts";
import { residualDf } from "./objective.ts";
import { multiplySquare } from "./square.ts";
import { lowerEntries, type RelativeFactor } from "./theta.ts";

/** G: the derivative in the relative covariance, internal coordinates. */
export interface CovarianceScore {
  /** In Psi's entries, k x k, full, column-major. */
  readonly psi: Float64Array;
  /** In each component's relative variance. */
  readonly tau: Float64Array;
}

/** The derivative with respect to a square root, halved: G lambda, k x k, and G tau. */
export interface FactorGradient {
  readonly lambda: Float64Array;
  readonly tau: Float64Array;
}

/** Quantities of one group that derivatives need; arrays are overwritten from group to group. */
export interface GroupSolution {
  /** Z'V^-1(y - X beta), length q. */
  readonly c: Float64Array;
  /** Z'V^-1X, q x p. */
  readonly C: Float64Array;
  /** Its product with R^-T, transposed: W'W = C Phi C', p x q. */
  readonly W: Float64Array;
}

/** Fixed effects in internal coordinates: solves R' beta = last row of R, length p. */
export function internalBeta(cp: CrossProducts, at: Factorisation): Float64Array {
  const columns = cp.p + 1;
  const beta = Float64Array.from({ length: cp.p }, (_, j) => at.R[j * columns + cp.p]);
  lowerTransposedSolveInPlace(at.R, cp.p, beta, 1, 0, columns);
  return beta;
}

/** Solves for one group; `out` has arrays for the largest group. */
export function solveGroup(
  cp: CrossProducts,
  at: Factorisation,
  beta: Float64Array,
  g: number,
  out: GroupSolution,
): void {
  const { p } = cp;
  const q = cp.q[g];
  const r = cp.rank[g];
  const s = cp.tStart[g];
  const b = cp.cStart[g];
  const { c, C, W } = out;
  for (let i = 0; i < q; i++) {
    c[i] = columnDot(at.S, s + i * q, at.B, b + p * q, r);
    for (let j = 0; j < p; j++) {
      const value = columnDot(at.S, s + i * q, at.B, b + j * q, r);
      C[j * q + i] = value;
      W[i * p + j] = value;
    }
  }
  for (let j = 0; j < p; j++) for (let i = 0; i < q; i++) c[i] -= C[j * q + i] * beta[j];
  lowerSolveInPlace(at.R, p, W, q, 0, p + 1, 0, p);
}

/** Workspace of {@link solveGroup} for the largest group. */
export function groupWorkspace(cp: CrossProducts): GroupSolution {
  const q = cp.q.reduce((a, b) => Math.max(a, b), 0);
  return { c: new Float64Array(q), C: new Float64Array(q * cp.p), W: new Float64Array(cp.p * q) };
}

/** Entry (i, j) of M0 = Z'V^-1 Z of group g. */
export function marginalPrecision(cp: CrossProducts, at: Factorisation, g: number, i: number, j: number): number {
  const q = cp.q[g];
  return columnDot(at.S, cp.tStart[g] + i * q, at.S, cp.tStart[g] + j * q, cp.rank[g]);
}

/** Dot product of `length` numbers from two places. */
export function columnDot(a: Float64Array, aAt: number, b: Float64Array, bAt: number, length: number): number {
  let sum = 0;
  for (let m = 0; m < length; m++) sum += a[aAt + m] * b[bAt + m];
  return sum;
}

/** Computes G at a factorisation. */
export function covarianceScore(cp: CrossProducts, at: Factorisation, reml: boolean): CovarianceScore {
  const { p, k, groups } = cp;
  const beta = internalBeta(cp, at);
  const work = groupWorkspace(cp);
  const psi = new Float64Array(k * k);
  const tau = new Float64Array(cp.components);
  const ratio = residualDf(cp, reml) / at.r2;
  for (let g = 0; g < groups; g++) {
    solveGroup(cp, at, beta, g, work);
    const entry = (i: number, j: number): number => {
      const projected = reml ? columnDot(work.W, i * p, work.W, j * p, p) : 0;
      return marginalPrecision(cp, at, g, i, j) - projected - ratio * work.c[i] * work.c[j];
    };
    for (let j = 0; j < k; j++) for (let i = 0; i < k; i++) psi[j * k + i] += entry(i, j);
    for (let j = k; j < cp.q[g]; j++) tau[cp.component[cp.columnStart[g] + j]] += entry(j, j);
  }
  return { psi, tau };
}

/** The chain rule from Psi = lambda lambda' and tau^2. */
export function factorGradient(score: CovarianceScore, { lambda, tau }: RelativeFactor, k: number): FactorGradient {
  return { lambda: multiplySquare(score.psi, lambda, k), tau: score.tau.map((slope, c) => slope * tau[c]) };
}

/** theta-gradient of the criterion from the factor's: twice the lower triangle, then tau. */
export function thetaGradient(gradient: FactorGradient, k: number): Float64Array {
  const entries = lowerEntries(k);
  const out = new Float64Array(entries.length + gradient.tau.length);
  for (let t = 0; t < entries.length; t++) out[t] = 2 * gradient.lambda[entries[t].column * k + entries[t].row];
  for (let c = 0; c < gradient.tau.length; c++) out[entries.length + c] = 2 * gradient.tau[c];
  return out;
}
