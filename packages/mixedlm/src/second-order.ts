// Sums over groups that second derivatives are made of. The covariance parameters here are linear: Psi's entries
// (lower triangle, row by row) and the components' relative variances, V = I + sum psi_j Z E_j Z'. With
// M0 = Z'V^-1 Z, C = Z'V^-1 X, c = Z'V^-1(y - X beta), everything is a product of entries of M0, C and c.
import type { CrossProducts } from "./cross-products.ts";
import type { Factorisation } from "./factor.ts";
import { columnDot, type GroupSolution, groupWorkspace, marginalPrecision, solveGroup } from "./gradient.ts";
import { lowerEntriesByRow } from "./theta.ts";

/** Second-order sums of m covariance parameters, internal coordinates; matrices m x m, full. P is V^-1 under ML. */
export interface SecondOrder {
  readonly m: number;
  /** tr(P V_j P V_k). */
  readonly tracePP: Float64Array;
  /** tr(P V_j). */
  readonly traceP: Float64Array;
  /** r'V^-1 V_j V^-1 r, and 2 r'V^-1 V_j V^-1 V_k V^-1 r. */
  readonly quadratic: Float64Array;
  readonly curvature: Float64Array;
  /** X'V^-1 V_j V^-1 r, p x m. */
  readonly fixedCross: Float64Array;
}

/** Entries (row, column) where E_j of one parameter is 1 in a group. */
type Positions = readonly (readonly [row: number, column: number])[];

/** Accumulates the sums at a factorisation, with residuals at `beta` (internal). */
export function secondOrder(cp: CrossProducts, at: Factorisation, beta: Float64Array, reml: boolean): SecondOrder {
  const { p } = cp;
  const m = (cp.k * (cp.k + 1)) / 2 + cp.components;
  const sums: SecondOrder = {
    m,
    tracePP: new Float64Array(m * m),
    traceP: new Float64Array(m),
    quadratic: new Float64Array(m),
    curvature: new Float64Array(m * m),
    fixedCross: new Float64Array(p * m),
  };
  // W'E_j W over all groups, p x p a parameter, W = C R^-T
  const whitened = reml ? Array.from({ length: m }, () => new Float64Array(p * p)) : [];
  const work = groupWorkspace(cp);
  const shared = psiPositions(cp.k);
  for (let g = 0; g < cp.groups; g++) {
    solveGroup(cp, at, beta, g, work);
    addGroup(
      sums,
      cp,
      [...shared, ...componentPositions(cp, g)],
      wholePrecision(cp, at, g),
      reml ? work.W : null,
      work,
      whitened,
      g,
    );
  }
  for (let j = 0; j < whitened.length; j++)
    for (let k = 0; k < m; k++) {
      let sum = 0;
      for (let i = 0; i < p * p; i++) sum += whitened[j][i] * whitened[k][i];
      sums.tracePP[k * m + j] += sum;
    }
  return sums;
}

/** Where E of each entry of Psi has ones, in every group. */
function psiPositions(k: number): Positions[] {
  return lowerEntriesByRow(k).map(({ row, column }) =>
    row === column
      ? [[row, row]]
      : [
          [row, column],
          [column, row],
        ],
  );
}

/** Where E of each component has ones in group g. */
function componentPositions(cp: CrossProducts, g: number): Positions[] {
  const own = Array.from({ length: cp.components }, (): [number, number][] => []);
  for (let i = cp.k; i < cp.q[g]; i++) own[cp.component[cp.columnStart[g] + i]].push([i, i]);
  return own;
}

/** M0 = Z'V^-1 Z of group g, q x q. */
function wholePrecision(cp: CrossProducts, at: Factorisation, g: number): Float64Array {
  const q = cp.q[g];
  const M0 = new Float64Array(q * q);
  for (let j = 0; j < q; j++)
    for (let i = j; i < q; i++) {
      M0[j * q + i] = marginalPrecision(cp, at, g, i, j);
      M0[i * q + j] = M0[j * q + i];
    }
  return M0;
}

function addGroup(
  sums: SecondOrder,
  cp: CrossProducts,
  E: readonly Positions[],
  M0: Float64Array,
  W: Float64Array | null,
  { c, C }: GroupSolution,
  whitened: readonly Float64Array[],
  g: number,
): void {
  const { p } = cp;
  const q = cp.q[g];
  for (let j = 0; j < sums.m; j++) {
    for (const [r, s] of E[j]) {
      sums.traceP[j] += M0[s * q + r] - (W === null ? 0 : columnDot(W, r * p, W, s * p, p));
      sums.quadratic[j] += c[r] * c[s];
      for (let i = 0; i < p; i++) sums.fixedCross[j * p + i] += C[i * q + r] * c[s];
      if (W !== null)
        for (let b = 0; b < p; b++) for (let a = 0; a < p; a++) whitened[j][b * p + a] += W[r * p + a] * W[s * p + b];
    }
    for (let k = 0; k <= j; k++) {
      let trace = 0;
      let curvature = 0;
      for (const [r, s] of E[j])
        for (const [t, w] of E[k]) {
          const link = M0[t * q + s];
          trace += link * M0[w * q + r];
          if (W !== null) trace -= 2 * link * columnDot(W, r * p, W, w * p, p);
          curvature += 2 * c[r] * link * c[w];
        }
      sums.tracePP[j * sums.m + k] += trace;
      sums.curvature[j * sums.m + k] += curvature;
      if (k === j) continue;
      sums.tracePP[k * sums.m + j] += trace;
      sums.curvature[k * sums.m + j] += curvature;
    }
  }
}
