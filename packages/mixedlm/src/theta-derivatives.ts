// Gradient and Hessian of the criterion in theta. In the linear parameters (Psi's entries, the components' variances)
// the Hessian of the profiled criterion is
//     -tr(P V_j P V_k) + (nu / r2) 2 y'P V_j P V_k P y - (nu / r2^2) q_j q_k,   q_j = y'P V_j P y;
// where it is not positive definite (far from the optimum) the average information takes its place, the mean of
// observed and expected information: (nu / r2) y'P V_j P V_k P y - (nu / r2^2) q_j q_k, from the same sums.
// theta enters through Psi = lambda lambda', which adds the curvature of that map, 2 G on entries of one column.
// Near a zero variance the curvature is what there is of the Hessian: with it, steps meet the boundary at Newton's speed.
// Johnson & Thompson (1995), J. Dairy Sci. 78, 449-456; Gilmour, Thompson & Cullis (1995), Biometrics 51, 1440-1450.
import {
  choleskyFactorInPlace,
  lowerSolveInPlace,
  type Matrix,
  matrix,
  multiply,
  multiplyTransposed,
} from "@mixedlm/linalg";
import type { CrossProducts } from "./cross-products.ts";
import type { Factorisation } from "./factor.ts";
import { type CovarianceScore, factorGradient, internalBeta, thetaGradient } from "./gradient.ts";
import { residualDf } from "./objective.ts";
import { type SecondOrder, secondOrder } from "./second-order.ts";
import { lowerEntries, lowerEntriesByRow, type RelativeFactor } from "./theta.ts";

/** Gradient and Hessian of the criterion in theta, internal coordinates. */
export interface ThetaDerivatives {
  /** Length k (k + 1) / 2 + components. */
  readonly gradient: Float64Array;
  /** Square, symmetric. */
  readonly hessian: Matrix;
  /** What the gradient was made of. */
  readonly score: CovarianceScore;
}

/** Computes gradient and Hessian at a factorisation. */
export function thetaDerivatives(cp: CrossProducts, at: Factorisation, reml: boolean): ThetaDerivatives {
  const nu = residualDf(cp, reml);
  const sums = secondOrder(cp, at, internalBeta(cp, at), reml);
  const score = spreadScore(cp, sums, nu / at.r2);
  const J = covarianceJacobian(at.factor, cp.k);
  const inTheta = (linear: Matrix): Matrix => {
    const hessian = multiplyTransposed(J, multiply(linear, J));
    addCurvature(hessian, cp.k, score);
    return hessian;
  };
  const { observed, average } = information(cp, at, sums, nu);
  const exact = inTheta(observed);
  const hessian = choleskyFactorInPlace(exact.data.slice(), exact.ncol) < 0 ? exact : inTheta(average);
  return { gradient: thetaGradient(factorGradient(score, at.factor, cp.k), cp.k), hessian, score };
}

/** G = tr(P V_j) - (nu / r2) y'P V_j P y, spread over the entries of Psi and the components. */
function spreadScore(
  { k, components }: CrossProducts,
  { traceP, quadratic }: SecondOrder,
  ratio: number,
): CovarianceScore {
  const entries = lowerEntriesByRow(k);
  const slope = (j: number): number => traceP[j] - ratio * quadratic[j];
  const psi = new Float64Array(k * k);
  for (let t = 0; t < entries.length; t++) {
    const { row, column } = entries[t];
    // an entry off the diagonal stands twice in Psi
    const value = row === column ? slope(t) : slope(t) / 2;
    psi[column * k + row] = value;
    psi[row * k + column] = value;
  }
  return { psi, tau: Float64Array.from({ length: components }, (_, c) => slope(entries.length + c)) };
}

/** Observed and average information of the linear covariance parameters, m x m, everything else profiled out. */
function information(
  cp: CrossProducts,
  at: Factorisation,
  sums: SecondOrder,
  nu: number,
): { observed: Matrix; average: Matrix } {
  const { p } = cp;
  const { m, tracePP, curvature, quadratic } = sums;
  const ratio = nu / at.r2;
  const fixed = sums.fixedCross.slice();
  lowerSolveInPlace(at.R, p, fixed, m, 0, p + 1, 0, p);
  const observed = matrix(m, m);
  const average = matrix(m, m);
  for (let j = 0; j < m; j++)
    for (let k = 0; k < m; k++) {
      let scatter = curvature[j * m + k] / 2;
      for (let i = 0; i < p; i++) scatter -= fixed[j * p + i] * fixed[k * p + i];
      const profile = (quadratic[j] * quadratic[k]) / at.r2;
      observed.data[j * m + k] = ratio * (2 * scatter - profile) - tracePP[j * m + k];
      average.data[j * m + k] = ratio * (scatter - profile);
    }
  return { observed, average };
}

/** Derivatives of Psi's lower triangle (by rows) and the components' variances in theta, m x m. */
function covarianceJacobian({ lambda, tau }: RelativeFactor, k: number): Matrix {
  const byColumn = lowerEntries(k);
  const byRow = lowerEntriesByRow(k);
  const m = byRow.length + tau.length;
  const J = matrix(m, m);
  for (let t = 0; t < byColumn.length; t++) {
    const { row: i, column: j } = byColumn[t];
    for (let s = 0; s < byRow.length; s++) {
      const { row: a, column: b } = byRow[s];
      J.data[t * m + s] = (a === i ? lambda[j * k + b] : 0) + (b === i ? lambda[j * k + a] : 0);
    }
  }
  for (let c = 0; c < tau.length; c++) J.data[(byRow.length + c) * (m + 1)] = 2 * tau[c];
  return J;
}

/** Adds the second derivative of Psi = lambda lambda' and of tau^2, weighted by G. */
function addCurvature(hessian: Matrix, k: number, { psi, tau }: CovarianceScore): void {
  const size = hessian.ncol;
  const entries = lowerEntries(k);
  for (let t = 0; t < entries.length; t++)
    for (let r = 0; r < entries.length; r++)
      if (entries[t].column === entries[r].column)
        hessian.data[t * size + r] += 2 * psi[entries[t].row * k + entries[r].row];
  for (let c = 0; c < tau.length; c++) hessian.data[(entries.length + c) * (size + 1)] += 2 * tau[c];
}
