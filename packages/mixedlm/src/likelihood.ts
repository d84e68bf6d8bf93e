// The profile likelihood at any point, in the data's own units: what a search in other coordinates than ours needs
// (statsmodels' packed square roots), and what shows that two answers are the same.

import { internalFactor } from "./coordinates.ts";
import type { CrossProducts } from "./cross-products.ts";
import { type Factorisation, factorise } from "./factor.ts";
import { rawCoefficients, residualUnit } from "./fixed-basis.ts";
import { covarianceScore, factorGradient, internalBeta } from "./gradient.ts";
import { objective, residualVariance } from "./objective.ts";
import { multiplySquare, transposed } from "./square.ts";
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
 * Makes the log-likelihood as a function of the relative covariance, fixed effects and residual variance profiled out.
 *
 * @param reml - restricted likelihood.
 * @returns a function of a square root of the relative covariance in raw units (`lambda` k x k column-major, `tau`);
 *   it reuses its workspace from call to call, its results are the caller's.
 */
export function likelihood(cp: CrossProducts, reml: boolean): (factor: RelativeFactor) => LikelihoodPoint {
  const { k } = cp;
  const { K } = cp.random;
  let workspace: Factorisation | undefined;
  return (factor) => {
    const at = factorise(cp, internalFactor(cp, factor), workspace);
    if (at === null) return nowhere(cp);
    workspace = at;
    const gradient = factorGradient(covarianceScore(cp, at, reml), at.factor, k);
    return {
      logLik: -objective(cp, at, reml) / 2,
      lambdaScore: multiplySquare(transposed(K, k), gradient.lambda, k).map((slope) => -slope),
      tauScore: gradient.tau.map((slope, c) => -slope * cp.random.componentScale[c]),
    };
  };
}

/** A point where the factor is not finite. */
function nowhere({ k, components }: CrossProducts): LikelihoodPoint {
  return {
    logLik: Number.NEGATIVE_INFINITY,
    lambdaScore: new Float64Array(k * k).fill(Number.NaN),
    tauScore: new Float64Array(components).fill(Number.NaN),
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
