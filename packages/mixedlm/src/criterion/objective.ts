// The criterion that is minimised: minus twice the log-likelihood (ML) or the restricted log-likelihood (REML), with
// the fixed effects and the residual variance profiled out.
//     ML:   log|V| + n (1 + log(2 pi r2 / n))
//     REML: log|V| + log|X'V^-1X| + (n - p)(1 + log(2 pi r2 / (n - p)))
// less the sum of the logarithms of the weights, as the residuals' covariance is sigma^2 W^-1.
// Bates, Maechler, Bolker & Walker (2015), J. Stat. Softw. 67(1), eqs 34 and 41.
import { log } from "@mixedlm/linalg";
import { logColumnScale, residualUnit } from "../coordinates/fixed-basis.ts";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import type { Factorisation } from "../engine/engine.ts";
import { residualDf } from "../engine/generalised-least-squares.ts";

/**
 * Computes the criterion from a factorisation.
 *
 * @returns minus twice the (restricted) log-likelihood, in the data's own units.
 */
export function objective(products: InternalProducts, at: Factorisation, reml: boolean): number {
  const { fixed, logWeight } = products;
  const nu = residualDf(products, reml);
  const residual = nu * (1 + log((2 * Math.PI * at.r2) / nu) + 2 * log(residualUnit(fixed)));
  return at.logdetV - logWeight + residual + (reml ? at.logdetX + 2 * logColumnScale(fixed) : 0);
}
