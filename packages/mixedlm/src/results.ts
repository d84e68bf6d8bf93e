// The record of a fitted model: estimates in the data's own units, how they were found, and what to think of them.
import type { Matrix } from "@mixedlm/linalg";
import type { CrossProducts } from "./cross-products.ts";
import type { Estimates } from "./estimates.ts";

/** What kind of point the estimates are. */
export interface FitStatus {
  /**
   * `interior`: every variance is positive and no correlation is perfect. `boundary`: a variance is zero or the random
   * effects are linearly dependent, and the score says that no other value is better: a valid fit.
   * `not-converged`: the search ended before its criterion was met.
   */
  readonly kind: "interior" | "boundary" | "not-converged";
  /** The same in plain words. */
  readonly text: string;
  /** What lies on the boundary: names of random effects or components, empty inside. */
  readonly directions: readonly string[];
}

/** A remark on a fit. */
export interface FitWarning {
  readonly code: "singular" | "unidentified-components" | "not-converged";
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** How the optimum was found. */
export interface Optimization {
  /** Evaluations of the criterion, with or without derivatives. */
  readonly evaluations: number;
  /** Largest absolute entry of the gradient of minus twice the log-likelihood, in coordinates free of units. */
  readonly gradient: number;
  /** Criterion after each step, start included. */
  readonly log: readonly number[];
}

/** A fitted linear mixed model. */
export interface Fit {
  readonly reml: boolean;
  /** Rows, fixed effects, random effects of all groups, covariance parameters. */
  readonly n: number;
  readonly p: number;
  readonly q: number;
  readonly k: number;
  /** Relative covariance parameters, raw units: lambda's lower triangle column by column, then the components'. */
  readonly theta: Float64Array;
  /** Fixed effects, length p, units of y per unit of the column. */
  readonly beta: Float64Array;
  /** Standard errors of beta, length p. */
  readonly stdError: Float64Array;
  /** Covariance matrix of beta, p x p. */
  readonly vcov: Matrix;
  /** Residual standard deviation, units of y. */
  readonly sigma: number;
  /** Covariance matrix of the random effects, units of y per unit of the column, squared. */
  readonly covRe: Matrix;
  /** Variances of the components, in the same units squared. */
  readonly vcomp: Float64Array;
  /** The criterion minimised: minus twice the (restricted) log-likelihood. */
  readonly objective: number;
  readonly logLik: number;
  readonly status: FitStatus;
  readonly warnings: readonly FitWarning[];
  readonly optimization: Optimization;
  /** The estimates in relative form, and the conditional means of the random effects. */
  readonly estimates: Estimates;
  /** The cross-products that were fitted: what evaluations at other points start from. */
  readonly crossProducts: CrossProducts;
}
