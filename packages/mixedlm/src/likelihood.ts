// The profile likelihood at any point, in the data's own units: what a search in other coordinates than ours needs
// (statsmodels' packed square roots), and what shows that two answers are the same.

import { internalFactor } from "./coordinates.ts";
import type { CrossProducts } from "./cross-products.ts";
import { type Factorisation, factorise } from "./factor.ts";
import { rawCoefficients, residualUnit } from "./fixed-basis.ts";
import { criterionGradient, internalBeta } from "./gradient.ts";
import { objective, residualVariance } from "./objective.ts";
import type { RelativeFactor } from "./theta.ts";

/** The likelihood at a point. */
export interface LikelihoodPoint {
  /** (Restricted) log-likelihood, -Infinity where it does not exist. */
  readonly logLik: number;
  /** Derivative of logLik with respect to each entry of `lambda` as if all were free, k x k column-major. */
  readonly lambdaScore: Float64Array;
  /** Derivative of logLik with respect to `tau`. */
  readonly tauScore: Float64Array;
}

/**
 * Evaluates the log-likelihood with fixed effects and residual variance profiled out, and its derivatives.
 *
 * @param factor - a square root of the relative covariance, raw units: `lambda` k x k column-major, `tau`.
 * @param reml - restricted likelihood.
 */
export function likelihoodAt(cp: CrossProducts, factor: RelativeFactor, reml: boolean): LikelihoodPoint {
  const { k } = cp;
  const at = factorise(cp, internalFactor(cp, factor));
  const lambdaScore = new Float64Array(k * k).fill(Number.NaN);
  if (at === null)
    return {
      logLik: Number.NEGATIVE_INFINITY,
      lambdaScore,
      tauScore: new Float64Array(cp.components).fill(Number.NaN),
    };
  const gradient = criterionGradient(cp, at, reml);
  const { K } = cp.random;
  for (let j = 0; j < k; j++)
    for (let i = 0; i < k; i++) {
      let sum = 0;
      for (let m = 0; m < k; m++) sum += K[i * k + m] * gradient.lambda[j * k + m];
      lambdaScore[j * k + i] = -sum;
    }
  return {
    logLik: -objective(cp, at, reml) / 2,
    lambdaScore,
    tauScore: gradient.tau.map((t, c) => -t * cp.random.componentScale[c]),
  };
}

/** Generalised least-squares fixed effects and the residual variance at a point. */
export interface ProfiledEstimates {
  /** Length p, units of y per unit of the column. */
  readonly beta: Float64Array;
  /** Units of y squared. */
  readonly sigma2: number;
}

/** Computes what is profiled out, from a factorisation. */
export function profiledEstimates(cp: CrossProducts, at: Factorisation, reml: boolean): ProfiledEstimates {
  return {
    beta: rawCoefficients(cp.fixed, internalBeta(cp, at)),
    sigma2: residualUnit(cp.fixed) ** 2 * residualVariance(cp, at, reml),
  };
}
