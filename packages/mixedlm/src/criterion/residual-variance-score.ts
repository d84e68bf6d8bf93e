// The derivative of the best residual variance in the relative covariances: what a likelihood is made of in which
// another residual variance is held, as when one variance is profiled in units of the response. Valid where a
// covariance is singular, as nothing is inverted.
import { checkEngine } from "../calls/stage-checks.ts";
import { internalLambda } from "../coordinates/coordinates.ts";
import type { Engine, Lambda } from "../engine/engine.ts";
import { internalBeta } from "../engine/generalised-least-squares.ts";

/**
 * Computes the slopes of `log(r'V^-1 r)`, r = y - X beta with beta the generalised least-squares estimates, in raw
 * units: `-r'V^-1 V_j V^-1 r / r'V^-1 r`. They are those of the logarithm of the residual variance, by REML and by ML.
 *
 * @param lambda - square root of each term's relative covariance, raw units.
 * @returns in the lower triangle of each relative covariance, row by row, term after term; null where the likelihood
 *   does not exist.
 * @throws {@link FitError} `not-of-stage` for anything but an engine, `lambda-shape`.
 */
export function residualVarianceScore(engine: Engine, lambda: Lambda): Float64Array | null {
  checkEngine("residualVarianceScore", engine);
  const { products } = engine;
  const at = engine.factorise(internalLambda(products, lambda));
  if (at === null) return null;
  const { quadratic } = engine.secondOrder(at, internalBeta(at, products.p), { reml: false, raw: true });
  return quadratic.map((slope) => -slope / at.r2);
}
