// Gradient and Hessian of the criterion in the parameters of the covariance terms. In the linear parameters (the
// entries of each Psi) the Hessian of the profiled criterion is
//     -tr(P V_j P V_k) + (nu / r2) 2 y'P V_j P V_k P y - (nu / r2^2) q_j q_k,   q_j = y'P V_j P y;
// where it is not positive definite (far from the optimum), or too expensive, the average information takes its place,
// the mean of observed and expected information: (nu / r2) y'P V_j P V_k P y - (nu / r2^2) q_j q_k. The chain rule
// adds the curvature of Psi as a function of the parameters. Near a zero variance that curvature is what there
// is of the Hessian: with it, steps meet the boundary at Newton's speed.
// Johnson & Thompson (1995), J. Dairy Sci. 78, 449-456; Gilmour, Thompson & Cullis (1995), Biometrics 51, 1440-1450.
import { choleskyFactorInPlace, type Matrix, matrix } from "@mixedlm/linalg";
import type { Engine, Factorisation, SecondOrder } from "../engine/engine.ts";
import { internalBeta, residualDf } from "../engine/generalised-least-squares.ts";
import { type Frames, parameterGradient, parameterHessian } from "../parameters/covariance-parameters.ts";
import { residualScatter, tracesOf } from "./scatter.ts";
import { spreadScore } from "./spread-score.ts";

/** Gradient and Hessian of the criterion in the parameters, internal coordinates. */
export interface ParameterDerivatives {
  readonly gradient: Float64Array;
  /** Symmetric: the exact one, or the average information. */
  readonly hessian: Matrix;
  /** What the gradient was made of: the derivative in each Psi. */
  readonly score: readonly Float64Array[];
}

/**
 * Computes gradient and Hessian at a factorisation.
 *
 * @param exact - whether the exact Hessian is wanted where it is positive definite.
 * @param frames - what the parameters are taken in.
 */
export function parameterDerivatives(
  engine: Engine,
  par: Float64Array,
  at: Factorisation,
  reml: boolean,
  exact: boolean,
  frames: Frames = [],
): ParameterDerivatives {
  const { products } = engine;
  const { terms, p } = products;
  const nu = residualDf(products, reml);
  const sums = engine.secondOrder(at, internalBeta(at, p), { reml, exact });
  const score = spreadScore(terms, sums.traceP, sums.quadratic, nu / at.r2);
  const gradient = parameterGradient(terms, par, score, frames);
  const toParameters = parameterHessian(terms, par, score, frames);
  const { observed, average } = linearInformation(p, at, sums, nu);
  if (observed !== null) {
    const hessian = toParameters(observed);
    if (choleskyFactorInPlace(hessian.data.slice(), hessian.ncol) < 0) return { gradient, hessian, score };
  }
  return { gradient, hessian: toParameters(average), score };
}

/** Observed and average information of the linear covariance parameters, m x m, everything else profiled out. */
function linearInformation(
  p: number,
  at: Factorisation,
  sums: SecondOrder,
  nu: number,
): { observed: Matrix | null; average: Matrix } {
  const { m, quadratic } = sums;
  const ratio = nu / at.r2;
  const { data: scatter } = residualScatter(at.R, p, sums);
  const traces = tracesOf(sums);
  const observed = traces === null ? null : matrix(m, m);
  const average = matrix(m, m);
  for (let j = 0, e = 0; j < m; j++)
    for (let k = 0; k < m; k++, e++) {
      const profile = (quadratic[j] * quadratic[k]) / at.r2;
      average.data[e] = ratio * (scatter[e] - profile);
      if (observed !== null && traces !== null) observed.data[e] = ratio * (2 * scatter[e] - profile) - traces[e];
    }
  return { observed, average };
}
