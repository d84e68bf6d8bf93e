// The Hessian of the log-likelihood in (fixed effects, relative covariance), the residual variance profiled out:
// the parametrisation from which statsmodels takes its standard errors. From the second-order sums: exact, but for the
// traces of more than 1500 crossed random columns, which are differences (`schur/trace-products.ts`).
import { identity, type Matrix, matrix, multiply, multiplyTransposed } from "@mixedlm/linalg";
import { checkEngine } from "../calls/stage-checks.ts";
import { internalLambda } from "../coordinates/coordinates.ts";
import { internalCoefficientMap, internalCoefficients } from "../coordinates/fixed-basis.ts";
import type { Engine, Lambda } from "../engine/engine.ts";
import { residualDf, solvedExcess, squareOf } from "../engine/generalised-least-squares.ts";
import { tracesOf } from "./scatter.ts";

/**
 * Computes the Hessian of the (restricted) log-likelihood in raw units, at any fixed effects.
 *
 * With r = y - X beta, g = X'V^-1 r and q = r'V^-1 r, its blocks are nu (2 g g' / q^2 - X'V^-1X / q) for the fixed
 * effects, nu (g B_j / q^2 - X'V^-1 V_j V^-1 r / q) across, and
 * `tr(P V_j P V_k) / 2 - nu (2 r'V^-1 V_j V^-1 V_k V^-1 r / q - B_j B_k / q^2) / 2`, B_j = r'V^-1 V_j V^-1 r.
 *
 * @param lambda - square root of each term's relative covariance, raw units.
 * @param beta - fixed effects, length p.
 * @param asStationary - leave out what vanishes at the generalised least-squares estimates (g = 0): the information
 *   that standard errors at other fixed effects, such as penalised ones, are taken from.
 * @returns (p + m) x (p + m): fixed effects, then the lower triangle of each Psi row by row. Null where the likelihood
 *   does not exist, there or at a point of such a difference.
 * @throws {@link FitError} `not-of-stage` for anything but an engine, `lambda-shape`, `beta-length`.
 * @see Lindstrom & Bates (1988), J. Am. Stat. Assoc. 83, 1014-1022, sections 4 and 5.
 */
export function profileHessian(
  engine: Engine,
  lambda: Lambda,
  beta: ArrayLike<number>,
  reml: boolean,
  asStationary: boolean = false,
): Matrix | null {
  checkEngine("profileHessian", engine);
  const { products } = engine;
  const at = engine.factorise(internalLambda(products, lambda));
  if (at === null) return null;
  const { p } = products;
  const internal = internalCoefficients(products.fixed, beta);
  const sums = engine.secondOrder(at, internal, { reml, exact: true, raw: true });
  const { m, quadratic, curvature, fixedCross } = sums;
  const tracePP = tracesOf(sums);
  if (tracePP === null) return null;
  const size = p + m;
  const H = matrix(size, size);
  const { XVX, g } = fixedProducts(at.R, internal);
  if (asStationary) g.fill(0);
  const q = squareOf(at, internal);
  const nu = residualDf(products, reml);
  for (let j = 0; j < p; j++)
    for (let i = 0; i < p; i++) H.data[j * size + i] = nu * ((2 * g[i] * g[j]) / q ** 2 - XVX[j * p + i] / q);
  for (let j = 0; j < m; j++) {
    for (let i = 0; i < p; i++) {
      H.data[(p + j) * size + i] = nu * ((g[i] * quadratic[j]) / q ** 2 - fixedCross[j * p + i] / q);
      H.data[i * size + p + j] = H.data[(p + j) * size + i];
    }
    for (let k = 0; k < m; k++) {
      const scatter = curvature[j * m + k] / q - (quadratic[j] * quadratic[k]) / q ** 2;
      H.data[(p + j) * size + p + k] = (tracePP[j * m + k] - nu * scatter) / 2;
    }
  }
  // the covariances are raw already
  const J = identity(size);
  const map = internalCoefficientMap(products.fixed);
  for (let j = 0; j < p; j++) for (let i = 0; i < p; i++) J.data[j * size + i] = map[j * p + i];
  return multiplyTransposed(J, multiply(H, J));
}

/** X'V^-1X, p x p, and X'V^-1(y - X beta), which is 0 at the generalised least-squares estimates. */
function fixedProducts(R: Float64Array, beta: Float64Array): { XVX: Float64Array; g: Float64Array } {
  const p = beta.length;
  const columns = p + 1;
  const XVX = new Float64Array(p * p);
  const g = new Float64Array(p);
  const excess = solvedExcess(R, beta);
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < p; i++)
      for (let r = 0; r <= Math.min(i, j); r++) XVX[j * p + i] += R[r * columns + i] * R[r * columns + j];
    for (let r = 0; r <= j; r++) g[j] += R[r * columns + j] * excess[r];
  }
  return { XVX, g };
}
