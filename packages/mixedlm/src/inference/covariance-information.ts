// How well the data determine the covariance parameters: the Hessian of the criterion in the parameters of all terms
// and the logarithm of sigma, nothing profiled out but the fixed effects. With d = log|V| (+ log|X'V^-1X|) + 2 nu log
// sigma + r2 / sigma^2 and q_j = y'P V_j P y, in the entries of Psi
//     d_jk = -tr(P V_j P V_k) + 2 y'P V_j P V_k P y / sigma^2,   d_j,log sigma = 2 q_j / sigma^2,   d_log sigma,log
//     sigma = 4 nu,
// and by the chain rule in the parameters. Twice its inverse is the covariance matrix of the estimates.
import { type Matrix, matrix, multiplyTransposed, scaled } from "@mixedlm/linalg";
import { residualScatter, tracesOf } from "../criterion/scatter.ts";
import { spreadScore } from "../criterion/spread-score.ts";
import type { Engine, Factorisation, SecondOrder } from "../engine/engine.ts";
import { internalBeta, residualDf } from "../engine/generalised-least-squares.ts";
import {
  parameterHessian,
  parameterJacobian,
  parameterStarts,
  termParameters,
} from "../parameters/covariance-parameters.ts";
import { COVARIANCE_STRUCTURES } from "../parameters/covariance-structures.ts";
import type { Fit } from "../results/fit.ts";
import { oncePerFit, partsOf } from "../results/fit-parts.ts";
import { atOptimum, type Optimum } from "../search/optimum.ts";
import { quadraticForm } from "./quadratic-form.ts";
import { scaledInverse } from "./scaled-inverse.ts";

/** Eigenvalue of the scaled Hessian up to which a direction counts as one that the criterion says nothing of. */
const FLAT = 1e-8;

/**
 * What the data say of the covariance parameters of a fit, internal coordinates: those of all terms, then log sigma.
 */
export interface CovarianceInformation {
  /** Hessian of the criterion, (k + 1) x (k + 1). */
  readonly hessian: Matrix;
  /** Twice its inverse, without parameters at a one-sided boundary and directions that are flat or bend downwards. */
  readonly covariance: Matrix;
  /** Standard error of a function with the gradient g, length k + 1; null where it varies in a direction left out. */
  stdError(g: ArrayLike<number>): number | null;
  /** Derivatives of the entries of all Psi (lower triangles by rows) in the parameters, m x k. */
  readonly jacobian: Matrix;
}

/** The information of a fit; worked out once. @throws {@link FitError} `not-a-fit`. */
export const covarianceInformation: (fit: Fit) => CovarianceInformation = oncePerFit((fit) =>
  informationAt(partsOf(fit).optimum),
);

/**
 * Degrees of freedom of the estimate of a variance after Satterthwaite: 2 (variance)^2 / (its own variance), by the
 * delta method.
 *
 * @param entries - derivatives of the logarithm of the variance in the entries of all Psi, lower triangles by rows; in
 *   log sigma it is 2.
 */
export function varianceDf(entries: ArrayLike<number>, { jacobian, covariance }: CovarianceInformation): number {
  return 2 / quadraticForm(covariance.data, [...parameterSlopes(entries, jacobian), 2]);
}

/** Derivatives in the parameters, from those in the entries of all Psi. */
function parameterSlopes(entries: ArrayLike<number>, { data, nrow, ncol }: Matrix): number[] {
  return Array.from({ length: ncol }, (_, c) => {
    let sum = 0;
    for (let j = 0; j < nrow; j++) sum += data[c * nrow + j] * entries[j];
    return sum;
  });
}

function informationAt(optimum: Optimum): CovarianceInformation {
  const { engine, parameters, reml } = optimum;
  const { terms, p } = engine.products;
  const at = atOptimum(optimum);
  const sums = engine.secondOrder(at, internalBeta(at, p), { reml, exact: true });
  const nu = residualDf(engine.products, reml);
  const ratio = nu / at.r2;
  const score = spreadScore(terms, sums.traceP, sums.quadratic, ratio);
  const inside = parameterHessian(terms, parameters, score)(linearHessian(p, at, sums, ratio));
  const jacobian = parameterJacobian(terms, parameters);
  const across = multiplyTransposed(jacobian, matrix(sums.m, 1, sums.quadratic)).data;
  const k = parameters.length;
  const hessian = matrix(k + 1, k + 1);
  for (let b = 0; b < k; b++) {
    for (let a = 0; a < k; a++) hessian.data[b * (k + 1) + a] = inside.data[b * k + a];
    hessian.data[b * (k + 1) + k] = 2 * ratio * across[b];
    hessian.data[k * (k + 1) + b] = 2 * ratio * across[b];
  }
  hessian.data[k * (k + 1) + k] = 4 * nu;
  const { inverse, isDetermined } = scaledInverse(hessian, sizes(engine, parameters, hessian, sums), FLAT);
  const covariance = scaled(inverse, 2);
  const stdError = (g: ArrayLike<number>): number | null =>
    isDetermined(g) ? Math.sqrt(quadraticForm(covariance.data, g)) : null;
  return { hessian, covariance, stdError, jacobian };
}

/** The Hessian in the entries of all Psi, m x m: exact, or the average information where the traces are not numbers. */
function linearHessian(p: number, at: Factorisation, sums: SecondOrder, ratio: number): Matrix {
  const scatter = residualScatter(at.R, p, sums);
  const traces = tracesOf(sums);
  if (traces === null) return scaled(scatter, ratio);
  const data = scatter.data.map((value, e) => 2 * ratio * value - traces[e]);
  return matrix(sums.m, sums.m, data);
}

/**
 * What each parameter's second derivative is measured by: itself, or a small part of what log|V| alone bends by, so
 * that rounding errors of a vanishing one are not taken for information. 0 for a parameter at a one-sided boundary.
 */
function sizes(engine: Engine, parameters: Float64Array, hessian: Matrix, { traceP, m }: SecondOrder): Float64Array {
  const { terms } = engine.products;
  const expected = spreadScore(terms, traceP, new Float64Array(m), 0);
  const bends = parameterHessian(terms, parameters, expected)(matrix(m, m));
  const starts = parameterStarts(terms);
  const held = new Set(
    termParameters(terms, parameters).flatMap((own, t) => {
      const { structure, size } = terms[t];
      return COVARIANCE_STRUCTURES[structure]
        .oneSided(size)
        .filter((k) => own[k] === 0)
        .map((k) => starts[t] + k);
    }),
  );
  return Float64Array.from({ length: hessian.nrow }, (_, k) => {
    if (held.has(k)) return 0;
    const own = Math.abs(hessian.data[k * (hessian.nrow + 1)]);
    const unit = k < bends.nrow ? Math.abs(bends.data[k * (bends.nrow + 1)]) : 0;
    return Math.sqrt(Math.max(own, FLAT * unit));
  });
}
