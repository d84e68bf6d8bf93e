// What the likelihood is computed with: one interface, two implementations. `blocks/` holds each connected set of
// random columns as a dense block and is exact to second order; `schur/` eliminates the largest grouping factor and
// factors what is left of the others, dense or sparse. Everything here is in internal coordinates.
import type { FixedBasis } from "../coordinates/fixed-basis.ts";
import type { InternalProducts } from "../coordinates/internal-products.ts";

/** A square root of each term's relative covariance: Psi_t = lambda_t lambda_t', size x size, column-major. */
export type Lambda = readonly Float64Array[];

/** The likelihood at a point. Valid until its engine factorises another one. */
export interface Factorisation {
  readonly lambda: Lambda;
  /** log|V|, V = I + Z Psi Z'. */
  readonly logdetV: number;
  /** Lower triangle R with R R' = [X | y]'V^-1[X | y], (p + 1) x (p + 1). */
  readonly R: Float64Array;
  /** log|X'V^-1X|. */
  readonly logdetX: number;
  /**
   * Generalised residual sum of squares y'Py: the penalised one at the conditional estimates, r^2 of Bates, Maechler,
   * Bolker & Walker (2015), section 3.4, which lme4 calls `pwrss`.
   */
  readonly r2: number;
}

/**
 * Sums that derivatives are made of. The m linear covariance parameters are the lower triangles of all Psi, row by row:
 * V = I + sum psi_j V_j, V_j = Z E_j Z'. With r = y - X beta, and P = V^-1 under ML.
 */
export interface SecondOrder {
  readonly m: number;
  /** tr(P V_j). */
  readonly traceP: Float64Array;
  /** tr(P V_j P V_k), m x m; it may be null where it was not asked for. */
  readonly tracePP: Float64Array | null;
  /** r'V^-1 V_j V^-1 r, and 2 r'V^-1 V_j V^-1 V_k V^-1 r (m x m). */
  readonly quadratic: Float64Array;
  readonly curvature: Float64Array;
  /** X'V^-1 V_j V^-1 r, p x m. */
  readonly fixedCross: Float64Array;
}

/** Which second-order sums are wanted. */
export interface SecondOrderOptions {
  /** Whether P = V^-1 - V^-1 X (X'V^-1X)^-1 X'V^-1, or V^-1. */
  readonly reml: boolean;
  /** Whether `tracePP` is wanted; an engine to which it costs little may give it in either case. Default: no. */
  readonly exact?: boolean;
  /** Whether the parameters are the entries of the raw Psi, in place of the internal ones. Default: no. */
  readonly raw?: boolean;
}

/**
 * Products with X in coordinates of the fixed effects in which X'V^-1X = R R' is the identity: each p x p matrix M
 * stands as R^-1 M R^-T, symmetric. Entries of the linear covariance parameters as in {@link SecondOrder}.
 */
export interface FixedProducts {
  /** X'V^-1 V_j V^-1 X of each parameter. */
  readonly first: readonly Float64Array[];
  /** The symmetric part of X'V^-1 V_j V^-1 V_k V^-1 X, `second[j][k]` for k <= j; null where it was not asked for. */
  readonly second: readonly (readonly Float64Array[])[] | null;
}

/** Levels of factors whose random effects are wanted together. */
export interface LevelOf {
  /** Number of the factor, in the order of `fit.blocks.factors`. */
  readonly factor: number;
  /** Number of the level among that factor's, from 0. */
  readonly level: number;
}

/** Pairs of a level of factor `a` and one of factor `b`; of one factor, only of a level with itself. */
export interface LevelPairs {
  readonly a: number;
  readonly b: number;
  readonly levelA: Int32Array;
  readonly levelB: Int32Array;
}

/** Random numbers that responses are drawn with. */
export interface ResponseDraws {
  /** A standard normal deviate. */
  normal(): number;
  /** A chi-square deviate; `df` a whole number, 0 gives 0. */
  chiSquare(df: number): number;
}

/** Responses of a model, drawn as the products that the likelihood takes from them. */
export interface DrawnResponses {
  /**
   * The model with the last response in place of its own; its `products` are right but for those of y. It says nothing
   * of single levels' residuals.
   */
  readonly engine: Engine;
  /** Draws the next response: what the engine gave before is no longer valid. */
  draw(random: ResponseDraws): void;
}

/**
 * Factorises V at points of the covariance parameters, and answers what follows from a factorisation. Made by
 * `engineOf`, or a fit's own; to be handed to `likelihood`, `pointScore`, `profileHessian`, `estimatesAt` and the other
 * functions of points, which speak raw units. Its own members speak internal coordinates and may change.
 */
export interface Engine {
  /** The model in internal coordinates. @hidden */
  readonly products: InternalProducts;
  /** The sum of squares that r2 is what is left of: below some 1e-13 of it, r2 is rounding error. @hidden */
  readonly squareBefore: number;
  /**
   * The residual variance that is left outside all random and fixed columns, whatever the variances are; null where
   * there are no rows left for it, NaN where it costs too much to know.
   *
   * @hidden
   */
  readonly varianceOutside: number | null;
  /** Whether `secondOrder` gives `tracePP` at the cost of a few evaluations. @hidden */
  readonly exactHessian: boolean;
  /** Evaluates a point; null where it does not exist in floating point (an infinite or huge factor). @hidden */
  factorise(lambda: Lambda): Factorisation | null;
  /**
   * The derivative of log|V| (and, REML, log|X'V^-1X|) minus nu / r2 times that of y'Py in each Psi_t, halved off the
   * diagonal: a symmetric size x size matrix a term. Valid where lambda is singular.
   *
   * @hidden
   */
  score(at: Factorisation, reml: boolean): Float64Array[];
  /**
   * The sums that derivatives are made of.
   *
   * @hidden
   * @param beta - fixed effects that r is made with, length p.
   */
  secondOrder(at: Factorisation, beta: Float64Array, options: SecondOrderOptions): SecondOrder;
  /**
   * Products with X.
   *
   * @hidden
   * @param second - whether the products of pairs of parameters are wanted.
   */
  fixedProducts(at: Factorisation, second: boolean): FixedProducts;
  /** Z'V^-1(y - X beta) of each factor, levels x columns, level after level. @hidden */
  solvedResiduals(at: Factorisation, beta: Float64Array): Float64Array[];
  /**
   * Z'V^-1 X of each factor, (levels x columns) x p: column after column, each as `solvedResiduals` has it.
   *
   * @hidden
   */
  solvedFixed(at: Factorisation): Float64Array[];
  /**
   * Covariance of the random effects of some levels given the data, relative to the residual variance, fixed effects
   * known: the rows and columns of Psi - Psi Z'V^-1Z Psi for the columns of those levels in their order; square, full.
   *
   * @param sets - levels, a matrix for each set; no row may be in levels of two sets.
   *
   * @hidden
   */
  conditionalCovariances(at: Factorisation, sets: readonly (readonly LevelOf[])[]): Float64Array[];
  /** The same for each level of a factor by itself: levels x (s x s). @hidden */
  conditionalBlocks(at: Factorisation, factor: number): Float64Array;
  /**
   * The same for pairs of levels, such as those that rows belong to, observed together or not: s_a x s_b a pair, pair
   * after pair, column-major, for each of the requests.
   *
   * @hidden
   */
  conditionalPairs(at: Factorisation, requests: readonly LevelPairs[]): Float64Array[];
  /**
   * Responses with covariance V at a point: y = Z b + e, in units of e's standard deviation. The cost of a draw does
   * not depend on the number of rows.
   *
   * @param fixed - coordinates of [X | y] that give y the fixed effects and the unit that are wanted.
   *
   * @hidden
   */
  drawnResponses(lambda: Lambda, fixed: FixedBasis): DrawnResponses;
}
