// First derivatives of the criterion. With M0 = Z'V^-1 Z, C = Z'V^-1 X, c = Z'V^-1(y - X beta),
// Phi = (X'V^-1X)^-1 and nu the residual degrees of freedom, the derivative with respect to the relative covariance is
//     G = M0 - [REML] C Phi C' - (nu / r2) c c'      (diagonal blocks, summed over groups),
// and by the chain rule 2 G F for a square root F. G F is formed without G: M0 F = Z'Z F A^-1 and F'C = A^-1 F'Z'X,
// so that nothing cancels when variances are large, and nothing is inverted when they are zero.
import { choleskySolveInPlace, lowerTransposedSolveInPlace } from "@mixedlm/linalg";
import type { CrossProducts } from "./cross-products.ts";
import type { Factorisation } from "./factor.ts";
import { residualDf } from "./objective.ts";
import { lowerEntries } from "./theta.ts";

/** First derivatives of the criterion, internal coordinates. */
export interface CriterionGradient {
  /** G lambda, k x k, column-major; the derivative with respect to lambda is twice its lower triangle. */
  readonly lambda: Float64Array;
  /** G tau, one number a component; the derivative with respect to tau is twice this. */
  readonly tau: Float64Array;
}

/** Quantities of one group that derivatives need; arrays are overwritten from group to group. */
export interface GroupSolution {
  /** Spherical random effects A^-1 F'Z'(y - X beta), length q. */
  readonly u: Float64Array;
  /** Z'V^-1(y - X beta), length q. */
  readonly c: Float64Array;
  /** A^-1 F'Z'X and Z'V^-1X, both q x p. */
  readonly U: Float64Array;
  readonly C: Float64Array;
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
  const size = cp.q[g];
  const zz = cp.zzStart[g];
  const zx = cp.zxStart[g];
  const { u, c, U, C } = out;
  for (let i = 0; i < size * p; i++) U[i] = at.B[zx + i];
  for (let i = 0; i < size; i++) u[i] = at.B[zx + p * size + i];
  lowerTransposedSolveInPlace(at.L, size, U, p, zz, size);
  lowerTransposedSolveInPlace(at.L, size, u, 1, zz, size);
  for (let j = 0; j < p; j++) for (let i = 0; i < size; i++) u[i] -= U[j * size + i] * beta[j];
  for (let j = 0; j < p; j++)
    for (let i = 0; i < size; i++) C[j * size + i] = cp.ZX[zx + j * size + i] - row(at.ZZF, zz, size, i, U, j * size);
  for (let i = 0; i < size; i++) {
    let value = cp.ZX[zx + p * size + i] - row(at.ZZF, zz, size, i, u, 0);
    for (let j = 0; j < p; j++) value -= cp.ZX[zx + j * size + i] * beta[j];
    c[i] = value;
  }
}

/** Row i of a size x size block times a vector. */
function row(M: Float64Array, at: number, size: number, i: number, x: Float64Array, xAt: number): number {
  let sum = 0;
  for (let m = 0; m < size; m++) sum += M[at + m * size + i] * x[xAt + m];
  return sum;
}

/** Workspace of {@link solveGroup} for the largest group. */
export function groupWorkspace(cp: CrossProducts): GroupSolution {
  const q = cp.q.reduce((a, b) => Math.max(a, b), 0);
  return {
    u: new Float64Array(q),
    c: new Float64Array(q),
    U: new Float64Array(q * cp.p),
    C: new Float64Array(q * cp.p),
  };
}

/** Computes the gradient at a factorisation. */
export function criterionGradient(cp: CrossProducts, at: Factorisation, reml: boolean): CriterionGradient {
  const { p, k, groups, q } = cp;
  const beta = internalBeta(cp, at);
  const work = groupWorkspace(cp);
  const lambda = new Float64Array(k * k);
  const tau = new Float64Array(cp.components);
  const ratio = residualDf(cp, reml) / at.r2;
  const widest = q.reduce((a, b) => Math.max(a, b), 0);
  const Y = new Float64Array(widest * widest);
  for (let g = 0; g < groups; g++) {
    const size = q[g];
    const zz = cp.zzStart[g];
    solveGroup(cp, at, beta, g, work);
    // Y = A^-1 F'Z'Z, the transpose of M0 F
    for (let j = 0; j < size; j++) for (let i = 0; i < size; i++) Y[i * size + j] = at.ZZF[zz + j * size + i];
    choleskySolveInPlace(at.L, size, Y, size, zz, size);
    // C Phi U': whiten both sides by R
    for (const M of reml ? [work.C, work.U] : []) whiten(at.R, p, M, size);
    for (let j = 0; j < size; j++) {
      const component = cp.component[cp.columnStart[g] + j];
      for (let i = component < 0 ? 0 : j; i < (component < 0 ? k : j + 1); i++) {
        let value = Y[i * size + j] - ratio * work.c[i] * work.u[j];
        if (reml) for (let m = 0; m < p; m++) value -= work.C[m * size + i] * work.U[m * size + j];
        if (component < 0) lambda[j * k + i] += value;
        else tau[component] += value;
      }
    }
  }
  return { lambda, tau };
}

/** M := M R^-T for a size x p block, R the leading p x p triangle. */
function whiten(R: Float64Array, p: number, M: Float64Array, size: number): void {
  const columns = p + 1;
  for (let j = 0; j < p; j++) {
    for (let m = 0; m < j; m++) {
      const r = R[m * columns + j];
      for (let i = 0; i < size; i++) M[j * size + i] -= r * M[m * size + i];
    }
    const pivot = R[j * columns + j];
    for (let i = 0; i < size; i++) M[j * size + i] /= pivot;
  }
}

/** theta-gradient of the criterion from the factor's: twice the lower triangle, then tau. */
export function thetaGradient(gradient: CriterionGradient, k: number): Float64Array {
  const entries = lowerEntries(k);
  const out = new Float64Array(entries.length + gradient.tau.length);
  for (let t = 0; t < entries.length; t++) out[t] = 2 * gradient.lambda[entries[t].column * k + entries[t].row];
  for (let c = 0; c < gradient.tau.length; c++) out[entries.length + c] = 2 * gradient.tau[c];
  return out;
}
