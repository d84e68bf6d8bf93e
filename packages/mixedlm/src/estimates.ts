// Everything that follows from a point of the covariance parameters, in the data's own units: fixed effects and their
// covariance, residual variance, covariances of the random effects, and their conditional means and covariances.
import {
  choleskyFactorInPlace,
  choleskyInverse,
  lowerSolveInPlace,
  type Matrix,
  matrix,
  multiply,
  multiplyByTransposed,
  rankUpdateInPlace,
} from "@mixedlm/linalg";
import { internalFactor, rawEffectsInPlace } from "./coordinates.ts";
import type { CrossProducts } from "./cross-products.ts";
import { basisTimesFactor, type Factorisation, factorise } from "./factor.ts";
import { coefficientMap, residualUnit } from "./fixed-basis.ts";
import { groupWorkspace, internalBeta, solveGroup } from "./gradient.ts";
import { profiledEstimates } from "./likelihood.ts";
import { objective, residualVariance } from "./objective.ts";
import { covarianceOf, type RelativeFactor } from "./theta.ts";

/** Estimates at a point of the covariance parameters; see the fields' units. */
export interface Estimates {
  /** Square root of the relative covariance in raw units: `lambda` k x k lower triangular, `tau` per component. */
  readonly factor: RelativeFactor;
  /** Minus twice the (restricted) log-likelihood. */
  readonly objective: number;
  /** Fixed effects, length p; and their covariance matrix sigma^2 (X'V^-1X)^-1, p x p. */
  readonly beta: Float64Array;
  readonly vcov: Matrix;
  /** Residual variance, units of y squared. */
  readonly sigma2: number;
  /** Psi = lambda lambda', k x k, relative to sigma2. */
  readonly psi: Matrix;
  /** Conditional means of the random effects, group after group: q[g] numbers from `columnStart[g]`. */
  readonly b: Float64Array;
}

/**
 * Computes the estimates at a point.
 *
 * @param factor - raw units.
 * @returns null where the likelihood does not exist.
 */
export function estimatesAt(cp: CrossProducts, factor: RelativeFactor, reml: boolean): Estimates | null {
  const at = factorise(cp, internalFactor(cp, factor));
  if (at === null) return null;
  const { beta, sigma2 } = profiledEstimates(cp, at, reml);
  return {
    factor,
    objective: objective(cp, at, reml),
    beta,
    vcov: fixedCovariance(cp, at, reml),
    sigma2,
    psi: matrix(cp.k, cp.k, covarianceOf(factor.lambda, cp.k)),
    b: conditionalMeans(cp, at),
  };
}

/** sigma^2 M (X'V^-1X)^-1 M' with M the map from internal to raw coefficients, p x p. */
function fixedCovariance(cp: CrossProducts, at: Factorisation, reml: boolean): Matrix {
  const { p } = cp;
  const M = matrix(p, p, coefficientMap(cp.fixed));
  const vcov = multiplyByTransposed(multiply(M, choleskyInverse(at.R, p, 0, p + 1)), M);
  const variance = residualVariance(cp, at, reml);
  return { ...vcov, data: vcov.data.map((v) => variance * v) };
}

/** b = F F'Z'V^-1(y - X beta) of every group, raw units. */
function conditionalMeans(cp: CrossProducts, at: Factorisation): Float64Array {
  const beta = internalBeta(cp, at);
  const work = groupWorkspace(cp);
  const b = new Float64Array(cp.component.length);
  const unit = residualUnit(cp.fixed);
  const psi = covarianceOf(at.factor.lambda, cp.k);
  for (let g = 0; g < cp.groups; g++) {
    const start = cp.columnStart[g];
    solveGroup(cp, at, beta, g, work);
    // b = F F'c, F F' the relative covariance
    for (let i = 0; i < cp.k; i++) for (let j = 0; j < cp.k; j++) b[start + i] += unit * psi[j * cp.k + i] * work.c[j];
    for (let i = cp.k; i < cp.q[g]; i++) b[start + i] = unit * at.factor.tau[cp.component[start + i]] ** 2 * work.c[i];
    rawEffectsInPlace(cp, g, b, start);
  }
  return b;
}

/**
 * Computes the covariance matrices of the random effects given the data, fixed effects taken as known:
 * sigma^2 F (I + F'Z'Z F)^-1 F', one q[g] x q[g] matrix a group, raw units.
 *
 * @param groups - numbers of the groups wanted; all when left out.
 * @see Bates, Maechler, Bolker & Walker (2015), section 2.2 (lme4's `condVar`).
 */
export function conditionalCovariances(
  cp: CrossProducts,
  factor: RelativeFactor,
  reml: boolean,
  groups?: readonly number[],
): Matrix[] | null {
  const at = factorise(cp, internalFactor(cp, factor));
  if (at === null) return null;
  const variance = residualUnit(cp.fixed) ** 2 * residualVariance(cp, at, reml);
  const wanted = groups ?? Array.from({ length: cp.groups }, (_, g) => g);
  return wanted.map((g) => conditionalCovariance(cp, at, g, variance));
}

function conditionalCovariance(cp: CrossProducts, at: Factorisation, g: number, variance: number): Matrix {
  const q = cp.q[g];
  const { k } = cp;
  const start = cp.columnStart[g];
  // rows of the raw F, one after another: the columns of F'
  const Ft = new Float64Array(q * q);
  const column = new Float64Array(q);
  for (let j = 0; j < q; j++) {
    column.fill(0);
    if (j < k) for (let i = 0; i < k; i++) column[i] = at.factor.lambda[j * k + i];
    else column[j] = at.factor.tau[cp.component[start + j]];
    rawEffectsInPlace(cp, g, column, 0);
    for (let i = 0; i < q; i++) Ft[i * q + j] = column[i];
  }
  const L = sphericalFactor(cp, at.factor, g);
  lowerSolveInPlace(L, q, Ft, q);
  const out = matrix(q, q);
  for (let j = 0; j < q; j++)
    for (let i = 0; i <= j; i++) {
      let sum = 0;
      for (let m = 0; m < q; m++) sum += Ft[i * q + m] * Ft[j * q + m];
      out.data[j * q + i] = variance * sum;
      out.data[i * q + j] = variance * sum;
    }
  return out;
}

/** Lower factor of I + F'Z'Z F = I + K'K for group g, q x q. */
function sphericalFactor(cp: CrossProducts, factor: RelativeFactor, g: number): Float64Array {
  const q = cp.q[g];
  const r = cp.rank[g];
  const K = new Float64Array(r * q);
  basisTimesFactor(cp, g, factor, K);
  const L = new Float64Array(q * q);
  for (let j = 0; j < q; j++) L[j * q + j] = 1;
  rankUpdateInPlace(L, q, K, r, 1);
  choleskyFactorInPlace(L, q);
  return L;
}
