// The derivative of the log-likelihood in the fixed effects and the relative covariances, at any fixed effects: what a
// score test, a penalty on coefficients or a comparison with another program evaluates. Valid where a covariance is
// singular, as nothing is inverted.
import { matrix, multiplyTransposed } from "@mixedlm/linalg";
import { checkEngine } from "../calls/stage-checks.ts";
import { internalLambda } from "../coordinates/coordinates.ts";
import { internalCoefficientMap, internalCoefficients } from "../coordinates/fixed-basis.ts";
import type { Engine, Lambda } from "../engine/engine.ts";
import { residualDf, solvedExcess, squareOf } from "../engine/generalised-least-squares.ts";

/** Derivatives of the (restricted) log-likelihood, the residual variance profiled out. */
export interface PointScore {
  /** In the fixed effects, length p. */
  readonly fixed: Float64Array;
  /** In the lower triangle of each relative covariance, row by row, term after term. */
  readonly covariance: Float64Array;
}

/**
 * Computes the score in raw units: with r = y - X beta and q = r'V^-1 r, `nu X'V^-1 r / q` for the fixed effects and
 * `(nu r'V^-1 V_j V^-1 r / q - tr(P V_j)) / 2` for the covariances.
 *
 * @param lambda - square root of each term's relative covariance, raw units.
 * @param beta - fixed effects, length p.
 * @returns null where the likelihood does not exist.
 * @throws {@link FitError} `not-of-stage` for anything but an engine, `lambda-shape`, `beta-length`.
 * @see Lindstrom & Bates (1988), J. Am. Stat. Assoc. 83, 1014-1022, section 4.
 */
export function pointScore(engine: Engine, lambda: Lambda, beta: ArrayLike<number>, reml: boolean): PointScore | null {
  checkEngine("pointScore", engine);
  const { products } = engine;
  const at = engine.factorise(internalLambda(products, lambda));
  if (at === null) return null;
  const { p } = products;
  const internal = internalCoefficients(products.fixed, beta);
  const { m, traceP, quadratic } = engine.secondOrder(at, internal, { reml, raw: true });
  const q = squareOf(at, internal);
  const nu = residualDf(products, reml);
  const slopes = new Float64Array(p);
  const excess = solvedExcess(at.R, internal);
  for (let i = 0; i < p; i++) for (let r = 0; r <= i; r++) slopes[i] += (nu * at.R[r * (p + 1) + i] * excess[r]) / q;
  const map = matrix(p, p, internalCoefficientMap(products.fixed));
  return {
    fixed: multiplyTransposed(map, matrix(p, 1, slopes)).data,
    covariance: Float64Array.from({ length: m }, (_, j) => ((nu * quadratic[j]) / q - traceP[j]) / 2),
  };
}
