// A model and the options of `fit` -> its results. The search follows the path of statsmodels' optimisers, and the
// exact optimum is computed beside it: where the path converged at the optimum its digits are the result.
import { covarianceOf, type Fit, fitMoments, type Lambda, type Progress } from "mixedlm";
import type { MixedLM } from "../model/model.ts";
import { fromPackedSqrt, rootsOf } from "../model/packing.ts";
import { MixedLMParams } from "../model/params.ts";
import { MixedLMResults } from "../results/results.ts";
import {
  heldHonoured,
  hessianNotDefinite,
  keywordsIgnored,
  type MixedLMWarning,
  niterIgnored,
  noOptimum,
  onBoundary,
  otherRemarks,
  pathLeft,
  penaltyHonoured,
  retries,
} from "../warnings.ts";
import { constrainedOptimum } from "./constrained-optimum.ts";
import { Criterion, type CriterionPoint } from "./criterion.ts";
import { notACovariance } from "./fit-errors.ts";
import { type FitOptions, type FitPlan, fitPlan, freeCovariances } from "./fit-plan.ts";
import { AT_OPTIMUM, fromHigher } from "./from-higher.ts";
import { inverseInformation } from "./information.ts";
import type { Retvals } from "./optimizer-options.ts";
import { followPath, type Path } from "./scipy-path.ts";

/** The optimum: the engine's own, or that of a criterion with penalties or with parameters held. */
interface FoundOptimum {
  readonly fit: Fit | null;
  readonly criterion: Criterion;
  readonly point: CriterionPoint;
  readonly converged: boolean;
}

/**
 * Fits a model; nothing of it changes.
 *
 * @throws {@link SmfError} what `fitPlan` and the optimisers throw; FitError when the data cannot identify the model;
 *   the reason of a signal, and what `onProgress` throws.
 */
export function fitModel(model: MixedLM, options: FitOptions): MixedLMResults {
  const plan = fitPlan(model, options);
  return plan.do_cg ? fitted(model, plan) : resultsAtStart(model, plan);
}

function fitted(model: MixedLM, plan: FitPlan): MixedLMResults {
  const { use_sqrt } = model;
  const { visit } = plan;
  const onProgress = visit && (({ objective }: Progress) => visit(objective));
  const native = fitMoments(model.moments, { reml: plan.reml, onProgress });
  const criterion = new Criterion(native.engine, plan);
  const path = followPath(criterion, plan, model);
  const end = lambdaOf(path.packed, model);
  const there = end === null ? null : criterion.at(end);
  const optimum = plan.isPlain
    ? asOptimum(fromHigher(native, model.moments, there), criterion)
    : constrained(criterion, plan, path, native, use_sqrt);
  // at the optimum the path's own estimates are the result: its digits are statsmodels'
  const close = path.converged && path.value >= optimum.point.value - AT_OPTIMUM;
  const point = close ? there : null;
  const { design } = model;
  const boundary = optimum.fit?.status.kind === "boundary" ? [onBoundary(optimum.fit.status.directions)] : [];
  const warnings: MixedLMWarning[] = [
    ...said(plan, model),
    ...keywordsIgnored(path.ignored),
    ...(optimum.fit === null && !optimum.converged ? [noOptimum(endless(plan), {})] : []),
    ...(point === null ? [left(path, optimum, end !== null)] : retries(path)),
    ...boundary,
    ...otherRemarks(design.warnings, optimum.fit?.warnings ?? []),
  ];
  const hist = plan.full_output ? [path.runs.at(-1)!.retvals()] : null;
  return results(model, plan, { ...optimum, point: point ?? optimum.point }, warnings, hist);
}

/** The path ended elsewhere, at covariances or beyond them. */
function left(path: Path, { point, converged }: FoundOptimum, isCovariance: boolean): MixedLMWarning {
  return pathLeft(path, { logLik: point.value, isOptimum: converged, isCovariance });
}

/** Why a search with penalties or held parameters found nothing. */
function endless({ cov_pen }: FitPlan): string {
  const still = "the gradient does not vanish";
  return cov_pen === null
    ? still
    : `${still}; with this \`cov_pen\` the criterion may rise without end, a smaller weight would not`;
}

function asOptimum(fit: Fit, criterion: Criterion): FoundOptimum {
  const { estimates, status } = fit;
  const point = { lambda: estimates.lambda, estimates, value: fit.logLik };
  return { fit, criterion, point, converged: status.kind !== "not-converged" };
}

/** Starts: where the path ended, where it began, and the native optimum with the held parameters put back. */
function constrained(criterion: Criterion, plan: FitPlan, path: Path, native: Fit, use_sqrt: boolean): FoundOptimum {
  const start = plan.start.get_packed(use_sqrt);
  const free = freeCovariances(plan.free);
  const whole = paramsOf(native.estimates.lambda, plan.start).get_packed(use_sqrt);
  const restored = whole.map((value, i) => (free === null || free[i] ? value : start[i]!));
  const starts = [path.packed, start, restored];
  const { packed, value, converged } = constrainedOptimum(criterion, { use_sqrt, free, visit: plan.visit }, starts);
  const lambda = lambdaOf(packed, { k_re: plan.start.k_re, use_sqrt });
  const point = lambda === null ? null : criterion.at(lambda);
  if (point !== null) return { fit: null, criterion, point, converged };
  const { estimates } = native;
  return { fit: null, criterion, point: { lambda: estimates.lambda, estimates, value }, converged: false };
}

/** The results at the start, nothing optimised. */
function resultsAtStart(model: MixedLM, plan: FitPlan): MixedLMResults {
  const criterion = new Criterion(model.engine, plan);
  const lambda = rootsOf(plan.start);
  const point = lambda === null ? null : criterion.at(lambda);
  if (point === null) throw notACovariance("start_params");
  const optimum = { fit: null, criterion, point, converged: false };
  return results(model, plan, optimum, [...said(plan, model), ...otherRemarks(model.design.warnings, [])], null);
}

function results(
  model: MixedLM,
  plan: FitPlan,
  { fit, criterion, point, converged }: FoundOptimum,
  warnings: readonly MixedLMWarning[],
  hist: readonly Retvals[] | null,
): MixedLMResults {
  const { engine, reml } = criterion;
  const { estimates, lambda, value } = point;
  const free = plan.free === null ? null : Array.from(plan.free.get_packed(false, true), (own) => own !== 0);
  const { covariance, smallest } = inverseInformation(engine, lambda, estimates.beta, reml, free);
  const params_object = paramsOf(lambda, plan.start);
  params_object.fe_params = Array.from(estimates.beta);
  return new MixedLMResults(model, {
    engine,
    fit,
    estimates,
    reml,
    params_object,
    covariance,
    converged,
    warnings: smallest > 0 ? warnings : [...warnings, hessianNotDefinite(smallest)],
    llf: value,
    hist,
    freepat: plan.free,
    cov_pen: plan.cov_pen,
    fe_pen: plan.fe_pen,
    use_sqrt: model.use_sqrt,
  });
}

/** What is said of the options. */
function said({ niter_sa, fe_pen, held }: FitPlan, { source }: MixedLM): MixedLMWarning[] {
  return [
    ...(source.warnings ?? []),
    ...(niter_sa > 0 ? [niterIgnored()] : []),
    ...(fe_pen === null ? [] : [penaltyHonoured()]),
    ...(held.length === 0 ? [] : [heldHonoured(held.map(({ column }) => column))]),
  ];
}

/** Square roots of packed parameters; null where a covariance is not positive semi-definite. */
function lambdaOf(packed: Float64Array, { k_re, use_sqrt }: { k_re: number; use_sqrt: boolean }): Lambda | null {
  return use_sqrt ? fromPackedSqrt(packed, k_re) : rootsOf(MixedLMParams.from_packed(packed, 0, k_re, false, false));
}

/** Parameters from square roots of any form; the fixed effects are left at 0. */
function paramsOf(lambda: Lambda, { k_fe, k_re, k_vc }: MixedLMParams): MixedLMParams {
  const made = new MixedLMParams(k_fe, k_re, k_vc);
  const [own, ...components] = k_re === 0 ? [null, ...lambda] : lambda;
  if (own !== null && own !== undefined) {
    const psi = covarianceOf(own, k_re);
    made.cov_re = made.cov_re.map((row, i) => row.map((_, j) => psi[j * k_re + i]!));
  }
  made.vcomp = components.map((root) => root![0]! ** 2);
  return made;
}
