// A model at given parameters, without a fit: what statsmodels' loglike, score, hessian, get_fe_params and get_scale
// answer. statsmodels reads `reml` and the penalties from the last fit; here they are arguments.
import { matrix, symmetricEigen, toRows } from "@mixedlm/linalg";
import { covarianceOf, type Engine, estimatesAt, type Lambda, lowerRoot, profileHessian } from "mixedlm";
import { checkOption, checkOptions } from "../model/options.ts";
import { fromPackedSqrt, rootsOf } from "../model/packing.ts";
import { finiteNumbers, MixedLMParams } from "../model/params.ts";
import type { CovariancePenalty } from "../penalties/covariance-penalties.ts";
import type { Penalty } from "../penalties/penalties.ts";
import { Criterion, type CriterionPoint, rootSlopes } from "./criterion.ts";
import { feParamsLength, noLikelihood, notACovariance, paramsShape } from "./fit-errors.ts";
import { checkParams, checkPoint, givenPoint, type ParamsLike, type ParamsShape } from "./given-point.ts";

/** Which likelihood is evaluated. */
export interface LikelihoodOptions {
  /** Restricted likelihood (default), or the likelihood. */
  readonly reml?: boolean;
}

/** Which criterion is evaluated. */
export interface PointOptions extends LikelihoodOptions {
  /** A penalty on the fixed effects, which is taken away; null: none. */
  readonly fe_pen?: Penalty | null;
  /** A penalty on `cov_re` relative to the residual variance, which is taken away; null: none. */
  readonly cov_pen?: CovariancePenalty | null;
}

/** What a score can be told besides. */
export interface ScoreOptions extends PointOptions {
  /** A mask: the score is 0 for parameters with a 0. */
  readonly free?: MixedLMParams | null;
}

const LIKELIHOOD_KINDS = { reml: "boolean" } as const;
const POINT_KINDS = { ...LIKELIHOOD_KINDS, fe_pen: "penalty", cov_pen: "penalty" } as const;
const SCORE_KINDS = { ...POINT_KINDS, free: "params" } as const;

/** Fixed effects, covariances and components: the three parts of a score. */
export type ScoreParts = [fe: Float64Array, re: Float64Array, vc: Float64Array];

/** What is evaluated: a model's engine and sizes. */
export interface Evaluated extends ParamsShape {
  readonly engine: Engine;
}

/** Log-likelihood less penalties; -Infinity where a covariance is not positive semi-definite. */
export function loglikeAt(model: Evaluated, params: ParamsLike, profile_fe: boolean, options: PointOptions): number {
  checkOption("loglike", "profile_fe", profile_fe, "boolean");
  checkOptions("loglike", options, POINT_KINDS);
  const { lambda, beta } = pointOf(model, params);
  if (lambda === null) return Number.NEGATIVE_INFINITY;
  return criterionOf(model, options).at(lambda, profile_fe ? undefined : beta)?.value ?? Number.NEGATIVE_INFINITY;
}

/**
 * The score in packed parameters, fixed effects first unless they are profiled out: in square roots if the model's
 * `use_sqrt` says so, at the roots that were given.
 *
 * @throws {@link SmfError} `not-a-covariance`, and see `pointOf`.
 */
export function scoreAt(
  model: Evaluated,
  params: ParamsLike,
  profile_fe: boolean,
  options: ScoreOptions,
): Float64Array {
  checkOption("score", "profile_fe", profile_fe, "boolean");
  checkOptions("score", options, SCORE_KINDS);
  const free = options.free ?? null;
  if (free !== null) checkParams("free", model, free);
  const slopes = slopesAt(model, params, options, profile_fe);
  const parts = model.use_sqrt ? rootParts(model, slopes, !profile_fe) : fullParts(model, slopes, !profile_fe);
  const [fe, re, vc] = masked(parts, free);
  return Float64Array.of(...(profile_fe ? [] : fe), ...re, ...vc);
}

/**
 * The score in fixed effects, the lower triangle of cov_re and components.
 *
 * @param calc_fe - whether the first part is worked out; else it is 0.
 */
export function scoreFullAt(model: Evaluated, params: ParamsLike, calc_fe: boolean, options: PointOptions): ScoreParts {
  checkOption("score_full", "calc_fe", calc_fe, "boolean");
  checkOptions("score_full", options, POINT_KINDS);
  return fullParts(model, slopesAt(model, params, options, false), calc_fe);
}

/** The same in square roots: the Cholesky factor of cov_re and standard deviations. */
export function scoreSqrtAt(model: Evaluated, params: ParamsLike, calc_fe: boolean, options: PointOptions): ScoreParts {
  checkOption("score_sqrt", "calc_fe", calc_fe, "boolean");
  checkOptions("score_sqrt", options, POINT_KINDS);
  return rootParts(model, slopesAt(model, params, options, false), calc_fe);
}

/**
 * The Hessian of the log-likelihood in fixed effects, the lower triangle of cov_re and components, all relative to the
 * residual variance; and whether a covariance is singular.
 *
 * @throws {@link SmfError} `not-a-covariance`, and see `pointOf`.
 */
export function hessianAt(model: Evaluated, params: ParamsLike, options: LikelihoodOptions): [number[][], boolean] {
  checkOptions("hessian", options, LIKELIHOOD_KINDS);
  const { lambda, beta } = pointOf(model, params);
  if (lambda === null) throw notACovariance("params");
  const { reml = true } = options;
  const own = beta ?? existing(estimatesAt(model.engine, lambda, reml), "hessian").beta;
  const H = existing(profileHessian(model.engine, lambda, own, reml), "hessian");
  return [toRows(H), isSingular(lambda, SINGULAR)];
}

/** statsmodels' bound, relative to the residual variance. */
const SINGULAR = 1e-10;

/**
 * Generalised least-squares fixed effects at covariances, and whether one of these is singular.
 *
 * @throws {@link SmfError} `params-shape`, `params-value`, `not-a-covariance`, `no-likelihood`, `option-type`.
 */
export function feParamsAt(
  model: Evaluated,
  cov_re: ArrayLike<ArrayLike<number>>,
  vcomp: ArrayLike<number>,
  tol: number = SINGULAR,
): [Float64Array, boolean] {
  checkOption("get_fe_params", "tol", tol, "positive");
  const lambda = relativeRoots("get_fe_params", model, cov_re, vcomp);
  return [existing(estimatesAt(model.engine, lambda, true), "get_fe_params").beta, isSingular(lambda, tol)];
}

/**
 * The residual variance that belongs to fixed effects and covariances relative to it.
 *
 * @throws {@link SmfError} `fe-params-length`, `params-shape`, `params-value`, `not-a-covariance`, `no-likelihood`.
 */
export function scaleAt(
  model: Evaluated,
  fe_params: ArrayLike<number>,
  cov_re: ArrayLike<ArrayLike<number>>,
  vcomp: ArrayLike<number>,
  options: LikelihoodOptions,
): number {
  checkOptions("get_scale", options, LIKELIHOOD_KINDS);
  const beta = finiteNumbers("fe_params of get_scale", fe_params);
  if (beta.length !== model.k_fe) throw feParamsLength(beta.length, model.k_fe);
  const lambda = relativeRoots("get_scale", model, cov_re, vcomp);
  return existing(estimatesAt(model.engine, lambda, options.reml ?? true, beta), "get_scale").sigma2;
}

/** Square roots of covariances that are given apart. */
function relativeRoots(
  call: string,
  { k_fe, k_re, k_vc }: ParamsShape,
  cov_re: ArrayLike<ArrayLike<number>>,
  vcomp: ArrayLike<number>,
): Lambda {
  const given = MixedLMParams.from_components({ cov_re, vcomp });
  if (given.k_re !== k_re || given.k_vc !== k_vc) {
    throw paramsShape(`what ${call} was given`, [k_fe, given.k_re, given.k_vc], [k_fe, k_re, k_vc]);
  }
  checkPoint(`what ${call} was given`, { k_fe: 0, k_re, k_vc }, given);
  const lambda = rootsOf(given);
  if (lambda === null) throw notACovariance(call);
  return lambda;
}

function criterionOf(model: Evaluated, { reml = true, fe_pen = null, cov_pen = null }: PointOptions): Criterion {
  return new Criterion(model.engine, { reml, fe_pen, cov_pen });
}

/** What the engine gives at a point, unless it overflows there. */
function existing<T>(value: T | null, call: string): T {
  if (value === null) throw noLikelihood(call);
  return value;
}

/** The slopes of a criterion at the square roots of a point, in fixed effects and covariances. */
interface Slopes {
  readonly lambda: Lambda;
  readonly fixed: Float64Array;
  readonly covariance: Float64Array;
}

/** @param profile_fe - whether the fixed effects are replaced by those that maximise the criterion. */
function slopesAt(model: Evaluated, params: ParamsLike, options: PointOptions, profile_fe: boolean): Slopes {
  const { lambda, beta } = pointOf(model, params);
  if (lambda === null) throw notACovariance("params");
  const criterion = criterionOf(model, options);
  const point: CriterionPoint = existing(criterion.at(lambda, profile_fe ? undefined : beta), "score");
  return { lambda, ...existing(criterion.score(point), "score") };
}

/**
 * The square roots of a point, lower triangular, and its fixed effects, if it has any; no roots where a covariance is
 * not positive semi-definite.
 *
 * @throws {@link SmfError} `start-params` for a vector of another length, `params-shape`, `params-value`.
 */
function pointOf(
  model: ParamsShape,
  given: ParamsLike,
): { lambda: Lambda | null; beta: readonly number[] | undefined } {
  const { k_fe, k_re, use_sqrt } = model;
  const point = givenPoint("params", model, given);
  if (point instanceof MixedLMParams) return { lambda: lowerRootsOf(point), beta: point.fe_params };
  const beta = point.has_fe ? point.packed.slice(0, k_fe) : undefined;
  const own = point.packed.slice(point.has_fe ? k_fe : 0);
  if (use_sqrt) return { lambda: fromPackedSqrt(own, k_re), beta };
  return { lambda: lowerRootsOf(MixedLMParams.from_packed(own, 0, k_re, false, false)), beta };
}

/** Triangular square roots, of singular covariances too. */
function lowerRootsOf(params: MixedLMParams): Lambda | null {
  const roots = rootsOf(params);
  if (roots === null || params.k_re === 0) return roots;
  const k = params.k_re;
  return [lowerRoot(Float64Array.from(params.cov_re.flat()), k), ...roots.slice(1)];
}

function isSingular(lambda: Lambda, tol: number): boolean {
  return lambda.some((root) => {
    const k = Math.sqrt(root.length);
    return symmetricEigen(matrix(k, k, covarianceOf(root, k))).values.some((value) => value < tol);
  });
}

function fullParts(model: ParamsShape, { fixed, covariance }: Slopes, calc_fe: boolean): ScoreParts {
  return partsOf(model, calc_fe ? fixed : fixed.map(() => 0), covariance);
}

function rootParts(model: ParamsShape, { lambda, fixed, covariance }: Slopes, calc_fe: boolean): ScoreParts {
  return partsOf(model, calc_fe ? fixed : fixed.map(() => 0), rootSlopes(lambda, covariance));
}

function partsOf({ k_re2 }: ParamsShape, fixed: Float64Array, covariance: Float64Array): ScoreParts {
  return [fixed, covariance.slice(0, k_re2), covariance.slice(k_re2)];
}

function masked([fe, re, vc]: ScoreParts, free: MixedLMParams | null): ScoreParts {
  if (free === null) return [fe, re, vc];
  const lower = new MixedLMParams(0, free.k_re, 0);
  lower.cov_re = free.cov_re;
  const own = lower.get_packed(false);
  return [
    fe.map((slope, j) => slope * free.fe_params[j]!),
    re.map((slope, j) => slope * own[j]!),
    vc.map((slope, j) => slope * free.vcomp[j]!),
  ];
}
