// What a fit maximises: the (restricted) log-likelihood less the penalties, at statsmodels' parameters, with its
// scores. The residual variance is always profiled out; the fixed effects are, unless they are given.
import { matrix, symmetricEigen } from "@mixedlm/linalg";
import {
  covarianceOf,
  type Engine,
  type Estimates,
  estimatesAt,
  type Lambda,
  lowerEntriesByRow,
  pointScore,
} from "mixedlm";
import {
  type CovariancePenalty,
  covariancePenaltySlopes,
  covariancePenaltyValue,
} from "../penalties/covariance-penalties.ts";
import { penalisedFixedEffects } from "../penalties/penalised-fixed-effects.ts";
import { type Penalty, penaltySlopes, penaltyValue } from "../penalties/penalties.ts";
import { type HeldFixedEffect, heldFixedEffects } from "./held-fixed-effects.ts";

/** Which criterion. */
export interface CriterionOptions {
  readonly reml: boolean;
  readonly fe_pen: Penalty | null;
  readonly cov_pen: CovariancePenalty | null;
  /** Fixed effects that are held at values; none by default. Not together with `fe_pen`. */
  readonly held?: readonly HeldFixedEffect[];
}

/** A point of the covariance parameters with its fixed effects. */
export interface CriterionPoint {
  readonly lambda: Lambda;
  /** The estimates that belong to the fixed effects: given, of generalised least squares, or penalised. */
  readonly estimates: Estimates;
  /** Log-likelihood less penalties. */
  readonly value: number;
}

/** The criterion of a model. It shares the engine's workspace. */
export class Criterion {
  readonly engine: Engine;
  readonly reml: boolean;
  readonly fe_pen: Penalty | null;
  readonly cov_pen: CovariancePenalty | null;
  /** Random-effects columns: the size of the first term, unless that is a component. */
  readonly k_re: number;
  /** Whether the fixed effects are those of generalised least squares. */
  readonly isOrdinary: boolean;
  readonly #held: readonly HeldFixedEffect[];

  constructor(engine: Engine, { reml, fe_pen, cov_pen, held = [] }: CriterionOptions) {
    this.engine = engine;
    this.reml = reml;
    this.fe_pen = fe_pen;
    this.#held = held;
    this.isOrdinary = fe_pen === null && held.length === 0;
    const first = engine.products.terms[0];
    this.k_re = first?.source.kind === "effects" ? first.size : 0;
    // without random effects there is no cov_re to be penalised
    this.cov_pen = this.k_re === 0 ? null : cov_pen;
  }

  /**
   * Evaluates a point; null where the likelihood does not exist.
   *
   * @param lambda - square roots of the relative covariances, one a term.
   * @param beta - fixed effects; default: those that maximise the criterion.
   */
  at(lambda: Lambda, beta?: ArrayLike<number>): CriterionPoint | null {
    const estimates = estimatesAt(this.engine, lambda, this.reml, beta);
    if (estimates === null) return null;
    if (this.isOrdinary || beta !== undefined) return this.#point(lambda, estimates);
    const own = estimatesAt(this.engine, lambda, this.reml, this.#fixedEffects(estimates));
    return own === null ? null : this.#point(lambda, own);
  }

  /** The score of a point, in the fixed effects and in the lower triangles of the relative covariances. */
  score({ lambda, estimates }: CriterionPoint): { fixed: Float64Array; covariance: Float64Array } | null {
    const score = pointScore(this.engine, lambda, estimates.beta, this.reml);
    if (score === null) return null;
    const ofFixed = this.fe_pen === null ? null : penaltySlopes(this.fe_pen, estimates.beta);
    const ofCovariance = this.penaltySlopes(lambda);
    return {
      fixed: score.fixed.map((slope, j) => slope - (ofFixed?.[j] ?? 0)),
      // the penalty is one on the first term's entries
      covariance: score.covariance.map((slope, j) => slope - (ofCovariance[j] ?? 0)),
    };
  }

  /** Value of the penalty on cov_re; 0 without one. */
  penaltyValue(lambda: Lambda): number {
    if (this.cov_pen === null) return 0;
    const { covariance, inverse } = withInverse(lambda[0]!);
    return covariancePenaltyValue(this.cov_pen, covariance, inverse);
  }

  /** Derivative of the penalty in the lower triangle of cov_re, row by row; empty without one. */
  penaltySlopes(lambda: Lambda): Float64Array {
    if (this.cov_pen === null) return new Float64Array(0);
    const { covariance, inverse } = withInverse(lambda[0]!);
    return covariancePenaltySlopes(this.cov_pen, covariance, inverse);
  }

  #point(lambda: Lambda, estimates: Estimates): CriterionPoint {
    const ofFixed = this.fe_pen === null ? 0 : penaltyValue(this.fe_pen, estimates.beta);
    const penalty = this.penaltyValue(lambda) + ofFixed;
    return { lambda, estimates, value: -estimates.objective / 2 - penalty };
  }

  #fixedEffects(estimates: Estimates): Float64Array {
    if (this.fe_pen === null) return heldFixedEffects(estimates, this.#held);
    const { n, p } = this.engine.products;
    return penalisedFixedEffects(estimates, this.reml ? n - p : n, this.fe_pen);
  }
}

/**
 * From the derivative in the lower triangles of the relative covariances to that in the lower triangles of their square
 * roots: 2 G L with G symmetric, the derivative in each entry by itself.
 */
export function rootSlopes(lambda: Lambda, covariance: ArrayLike<number>): Float64Array {
  const slopes: number[] = [];
  let at = 0;
  for (const root of lambda) {
    const k = Math.sqrt(root.length);
    const entries = lowerEntriesByRow(k);
    const G = new Float64Array(k * k);
    for (const [e, { row, column }] of entries.entries()) {
      const own = covariance[at + e]! / (row === column ? 1 : 2);
      G[column * k + row] = own;
      G[row * k + column] = own;
    }
    for (const { row, column } of entries) {
      let sum = 0;
      for (let m = 0; m < k; m++) sum += G[m * k + row]! * root[column * k + m]!;
      slopes.push(2 * sum);
    }
    at += entries.length;
  }
  return Float64Array.from(slopes);
}

/** cov_re and its inverse (of a singular one, the pseudo-inverse) as rows. */
function withInverse(root: Float64Array): { covariance: number[][]; inverse: number[][] } {
  const k = Math.sqrt(root.length);
  const psi = covarianceOf(root, k);
  const { values, vectors } = symmetricEigen(matrix(k, k, psi));
  const negligible = k * Number.EPSILON * Math.max(...values);
  const inverse = (i: number, j: number): number => {
    let sum = 0;
    for (const [m, value] of values.entries())
      if (value > negligible) sum += (vectors.data[m * k + i]! * vectors.data[m * k + j]!) / value;
    return sum;
  };
  const square = (entry: (i: number, j: number) => number): number[][] =>
    Array.from({ length: k }, (_, i) => Array.from({ length: k }, (__, j) => entry(i, j)));
  return { covariance: square((i, j) => psi[j * k + i]!), inverse: square(inverse) };
}
