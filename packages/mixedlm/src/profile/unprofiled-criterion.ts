// The criterion with the residual standard deviation as one more parameter, in place of being profiled out, and with
// one combination of the fixed effects held where that is wanted:
//     d(psi, sigma) = log|V| (+ log|X'V^-1X|) + nu log(2 pi sigma^2) + r2 / sigma^2
// with exact gradient and Hessian in the parameters of the covariance terms and t = sigma_hat / sigma. In t, everything
// that a profile holds is a linear condition (`held-parameter.ts`), and d is convex. Of a combination m'beta = c
//     r2(c) = r2 + (c - m'beta)^2 / m'(X'V^-1X)^-1 m,
// whose derivatives are those of r2 at the fixed effects that it is reached at, so no other engine is needed.
// Bates, Maechler, Bolker & Walker (2015), J. Stat. Softw. 67(1), section 5.1; Pawitan (2001), In All Likelihood, ch.
// 3.4.
import { dot, log, lowerSolveInPlace, lowerTransposedSolveInPlace, type Matrix, matrix, scaled } from "@mixedlm/linalg";
import { logColumnScale, residualUnit } from "../coordinates/fixed-basis.ts";
import type { SecantCorrection } from "../criterion/criterion.ts";
import { residualScatter, tracesOf } from "../criterion/scatter.ts";
import { spreadScore } from "../criterion/spread-score.ts";
import type { Engine, Factorisation, SecondOrder } from "../engine/engine.ts";
import { internalBeta, residualDf } from "../engine/generalised-least-squares.ts";
import { type Frames, lambdaOf, parameterGradient, parameterHessian } from "../parameters/covariance-parameters.ts";

/** A combination m'beta of the fixed effects that is held at m'beta_hat + distance; internal coordinates. */
export interface HeldCombination {
  /** m and beta_hat, length p. */
  readonly combination: Float64Array;
  readonly estimate: Float64Array;
  readonly distance: number;
}

/** What a criterion is about. */
export interface UnprofiledOptions {
  readonly engine: Engine;
  readonly reml: boolean;
  /** Internal residual standard deviation at which t is 1. */
  readonly unit: number;
  readonly frames: Frames;
  readonly held: HeldCombination | null;
  /** What improves the Hessian where it is the average information; null where it is exact. */
  readonly correction: SecantCorrection | null;
}

/** The criterion as a function of x: the parameters of the terms in their frames, and t. */
export interface UnprofiledCriterion {
  /** Infinity where the criterion does not exist. */
  value(x: Float64Array): number;
  gradient(x: Float64Array): Float64Array;
  hessian(x: Float64Array): Matrix;
  /** Fixed effects at the minimum over them, internal coordinates, length p. */
  fixed(x: Float64Array): Float64Array;
  /** Derivative in the distance of the combination that is held; 0 where none is. */
  heldSlope(x: Float64Array): number;
}

/** Makes the criterion. It keeps the last point: nothing else may use the engine between value and derivatives. */
export function unprofiledCriterion(options: UnprofiledOptions): UnprofiledCriterion {
  const { engine, frames } = options;
  const { terms } = engine.products;
  let current: Point | null = null;
  let derived: Derivatives | null = null;
  const at = (x: Float64Array): Point => {
    if (current?.x.every((value, k) => value === x[k])) return current;
    derived = null;
    const t = x[x.length - 1];
    const par = x.slice(0, -1);
    const factor = t > 0 ? engine.factorise(lambdaOf(terms, par, frames)) : null;
    current = { x: x.slice(), par, t, factor, least: factor === null ? null : heldLeastSquares(options, factor) };
    return current;
  };
  const derivatives = (x: Float64Array): Derivatives => {
    const point = at(x);
    if (derived !== null) return derived;
    const plain = derivativesAt(options, point);
    const { correction } = options;
    derived = correction === null || point.factor === null ? plain : { ...plain, hessian: correction(x, plain) };
    return derived;
  };
  return {
    value: (x) => valueAt(options, at(x)),
    gradient: (x) => derivatives(x).gradient,
    hessian: (x) => derivatives(x).hessian,
    fixed: (x) => at(x).least?.beta ?? new Float64Array(engine.products.p).fill(Number.NaN),
    heldSlope(x) {
      const { t, least } = at(x);
      return least === null ? Number.NaN : least.slope * (t / options.unit) ** 2;
    },
  };
}

/** A point of the criterion. */
interface Point {
  readonly x: Float64Array;
  readonly par: Float64Array;
  readonly t: number;
  readonly factor: Factorisation | null;
  readonly least: LeastSquares | null;
}

/** The least sum of squares under the condition, and the fixed effects that it is reached at. */
interface LeastSquares {
  readonly r2: number;
  readonly beta: Float64Array;
  /** Derivative of r2 in the distance. */
  readonly slope: number;
  /** R^-1 m, scaled to length 1; null where nothing is held. */
  readonly direction: Float64Array | null;
}

function heldLeastSquares({ engine, held }: UnprofiledOptions, at: Factorisation): LeastSquares {
  const { p } = engine.products;
  const beta = internalBeta(at, p);
  if (held === null) return { r2: at.r2, beta, slope: 0, direction: null };
  const { combination, estimate, distance } = held;
  const w = combination.slice();
  lowerSolveInPlace(at.R, p, w, 1, 0, p + 1);
  const square = dot(w, w);
  const gap = beta.reduce((sum, value, j) => sum - combination[j] * (value - estimate[j]), distance);
  const move = w.map((value) => (value * gap) / square);
  lowerTransposedSolveInPlace(at.R, p, move, 1, 0, p + 1);
  return {
    r2: at.r2 + (gap * gap) / square,
    beta: beta.map((value, j) => value + move[j]),
    slope: (2 * gap) / square,
    direction: w.map((value) => value / Math.sqrt(square)),
  };
}

function valueAt({ engine: { products }, reml, unit }: UnprofiledOptions, { t, factor, least }: Point): number {
  if (factor === null || least === null) return Number.POSITIVE_INFINITY;
  const { fixed, logWeight } = products;
  const nu = residualDf(products, reml);
  const spread = nu * (log(2 * Math.PI) + 2 * log((unit / t) * residualUnit(fixed)));
  const restricted = reml ? factor.logdetX + 2 * logColumnScale(fixed) : 0;
  const value = factor.logdetV - logWeight + spread + least.r2 * (t / unit) ** 2 + restricted;
  return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
}

interface Derivatives {
  readonly gradient: Float64Array;
  readonly hessian: Matrix;
}

function derivativesAt(options: UnprofiledOptions, { x, par, t, factor, least }: Point): Derivatives {
  const { engine, reml, unit, frames } = options;
  const { terms } = engine.products;
  const size = x.length;
  if (factor === null || least === null)
    return { gradient: new Float64Array(size).fill(Number.NaN), hessian: matrix(size, size) };
  const nu = residualDf(engine.products, reml);
  const ratio = (t / unit) ** 2;
  const sums = engine.secondOrder(factor, least.beta, { reml, exact: engine.exactHessian });
  const score = spreadScore(terms, sums.traceP, sums.quadratic, ratio);
  const own = parameterGradient(terms, par, score, frames);
  const across = spreadScore(terms, new Float64Array(sums.m), sums.quadratic, (2 * t) / unit ** 2);
  const mixed = parameterGradient(terms, par, across, frames);
  const inner = parameterHessian(terms, par, score, frames)(linearHessian(factor, least, sums, ratio));
  const gradient = new Float64Array(size);
  gradient.set(own);
  gradient[size - 1] = (-2 * nu) / t + (2 * least.r2 * t) / unit ** 2;
  const hessian = matrix(size, size);
  for (let j = 0; j < size - 1; j++) {
    for (let i = 0; i < size - 1; i++) hessian.data[j * size + i] = inner.data[j * (size - 1) + i];
    hessian.data[j * size + size - 1] = mixed[j];
    hessian.data[(size - 1) * size + j] = mixed[j];
  }
  hessian.data[size * size - 1] = (2 * nu) / (t * t) + (2 * least.r2) / unit ** 2;
  return { gradient, hessian };
}

/**
 * The Hessian in the entries of each Psi at a fixed sigma: 2 ratio scatter - tr(P V_j P V_k), with the scatter of the
 * residuals that the fixed effects leave; the average information, ratio scatter, where the traces are too expensive.
 */
function linearHessian(
  { R }: Factorisation,
  { beta, direction }: LeastSquares,
  sums: SecondOrder,
  ratio: number,
): Matrix {
  // along what is held the fixed effects do not follow
  const scatter = residualScatter(R, beta.length, sums, direction);
  const traces = tracesOf(sums);
  if (traces === null) return scaled(scatter, ratio);
  const data = scatter.data.map((value, e) => 2 * ratio * value - traces[e]);
  return matrix(sums.m, sums.m, data);
}
