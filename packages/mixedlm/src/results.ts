// The record of a fitted model: estimates in the data's own units, how they were found, and what to think of them.
import type { Design } from "@mixedlm/design";
import type { Matrix } from "@mixedlm/linalg";
import type { Blocks } from "@mixedlm/moments";
import type { FitStatus, FitWarning } from "./diagnostics.ts";
import type { Engine } from "./engine.ts";
import type { Estimates } from "./estimates.ts";

/** How the optimum was found. */
export interface Optimization {
  /** Evaluations of the criterion, with or without derivatives. */
  readonly evaluations: number;
  /** Largest absolute entry of the gradient of minus twice the log-likelihood, in coordinates free of units. */
  readonly gradient: number;
  /** Criterion at each evaluation, the start first. */
  readonly log: readonly number[];
}

/** A fitted linear mixed model. */
export interface Fit {
  readonly design: Design;
  readonly reml: boolean;
  /** Rows, fixed effects, random effects of all levels, covariance parameters. */
  readonly n: number;
  readonly p: number;
  readonly q: number;
  readonly k: number;
  /** Names of the fixed effects, length p. */
  readonly names: readonly string[];
  /** Relative covariance parameters, raw units, term after term. */
  readonly theta: readonly number[];
  /** Fixed effects, length p, units of y per unit of the column. */
  readonly beta: Float64Array;
  /** Standard errors of beta, length p. */
  readonly stdError: Float64Array;
  /** Covariance matrix of beta, p x p. */
  readonly vcov: Matrix;
  /** Residual standard deviation, units of y. */
  readonly sigma: number;
  /** The criterion minimised: minus twice the (restricted) log-likelihood. */
  readonly objective: number;
  readonly logLik: number;
  readonly status: FitStatus;
  readonly warnings: readonly FitWarning[];
  readonly optimization: Optimization;
  /** The estimates in relative form, and the conditional means of the random effects. */
  readonly estimates: Estimates;
  /** Where random effects stand, and what evaluations at other points start from. */
  readonly blocks: Blocks;
  readonly engine: Engine;
}
