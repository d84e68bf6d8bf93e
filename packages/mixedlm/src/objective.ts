// The criterion that is minimised: minus twice the log-likelihood (ML) or the restricted log-likelihood (REML), with
// the fixed effects and the residual variance profiled out.
//     ML:   log|V| + n (1 + log(2 pi r2 / n))
//     REML: log|V| + log|X'V^-1X| + (n - p)(1 + log(2 pi r2 / (n - p)))
// Bates, Maechler, Bolker & Walker (2015), J. Stat. Softw. 67(1), eqs 34 and 41.
import type { CrossProducts } from "./cross-products.ts";
import type { Factorisation } from "./factor.ts";
import { logColumnScale, residualUnit } from "./fixed-basis.ts";

/** Degrees of freedom of the residual variance: n under ML, n - p under REML. */
export function residualDf(cp: CrossProducts, reml: boolean): number {
  return reml ? cp.n - cp.p : cp.n;
}

/**
 * Computes the criterion from a factorisation.
 *
 * @returns minus twice the (restricted) log-likelihood, in the data's own units.
 */
export function objective(cp: CrossProducts, at: Factorisation, reml: boolean): number {
  const nu = residualDf(cp, reml);
  const residual = nu * (1 + Math.log((2 * Math.PI * at.r2) / nu) + 2 * Math.log(residualUnit(cp.fixed)));
  return at.logdetV + residual + (reml ? at.logdetX + 2 * logColumnScale(cp.fixed) : 0);
}

/** Residual variance estimate r2 / nu, internal units. */
export function residualVariance(cp: CrossProducts, at: Factorisation, reml: boolean): number {
  return at.r2 / residualDf(cp, reml);
}
