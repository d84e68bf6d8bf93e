// statsmodels' fit_regularized: fixed effects under an L1 penalty, the covariances held at their unpenalised fit; or,
// with a Penalty in place of "l1", a penalised fit of everything. The descent follows statsmodels' path; where that
// ends off the minimum of its loss, the minimum is the result and a warning says so.
import { isInstance } from "@mixedlm/formula";
import { estimatesAt, throwIfAborted } from "mixedlm";
import { optionType } from "../errors.ts";
import type { MixedLM } from "../model/model.ts";
import { checkOptions } from "../model/options.ts";
import { rootsOf } from "../model/packing.ts";
import { Penalty, type PenaltyWeights, penaltyAt, weighted } from "../penalties/penalties.ts";
import { penaltyRange } from "../penalties/penalty-errors.ts";
import { MixedLMResults } from "../results/results.ts";
import { descentLeft, hessianNotDefinite, type MixedLMWarning } from "../warnings.ts";
import { Criterion } from "./criterion.ts";
import { noEstimates, unknownRegularization } from "./fit-errors.ts";
import { FIT_KINDS, type FitOptions } from "./fit-plan.ts";
import { inverseInformation } from "./information.ts";
import { coordinateDescent, type DescentOptions, exactMinimum, type L1Loss, lossFunction } from "./l1-fixed-effects.ts";

/** What can be chosen about a regularised fit: its own options and those of `fit`, which the unpenalised fit gets. */
export interface RegularizedOptions extends Omit<FitOptions, "method"> {
  /** `"l1"` (default), or a penalty on the fixed effects, which is scaled by `alpha` for this fit. */
  readonly method?: string | Penalty;
  /** Weight of the penalty, one number or one for each coefficient. Default 0. */
  readonly alpha?: PenaltyWeights | null;
  /** Fixed effects below this in magnitude are taken as zero. Default 1e-4. */
  readonly ceps?: number;
  /** The descent has converged when no fixed effect moves by this much. Default 1e-6. */
  readonly ptol?: number;
  /** Most rounds of the descent. Default 200. */
  readonly maxit?: number;
}

const KINDS = {
  ...FIT_KINDS,
  method: "anything",
  alpha: "weights",
  ceps: "positive",
  ptol: "positive",
  maxit: "count",
} as const;

/** Above this distance of the loss, which is twice a log-likelihood, the minimum is the result. */
const AT_MINIMUM = 2e-4;

/**
 * Fits a model with penalised fixed effects.
 *
 * With `"l1"` the fixed effects minimise `(y - Xb)'V^-1(y - Xb) + sum alpha |b|`, V as the unpenalised fit has it.
 * `scale` is that of the new fixed effects and of the same relative covariances; `cov_params` is from the Hessian of
 * the fixed effects that are not zero and of the covariances, NaN for the others.
 *
 * @throws {@link SmfError} `unknown-method` for another method, `penalty-range`, `penalty-length`, `option-type`, and
 *   what `fit` throws.
 */
export function fitRegularized(model: MixedLM, options: RegularizedOptions = {}): MixedLMResults {
  checkOptions("fit_regularized", options, KINDS);
  const { method = "l1", alpha: given = null, ceps = 1e-4, ptol = 1e-6, maxit = 200, ...rest } = options;
  const alpha = given ?? 0;
  if (isInstance(method, Penalty)) return model.fit({ ...rest, fe_pen: penaltyAt(method, alpha) });
  if (typeof method !== "string") throw optionType("fit_regularized", "method", '"l1" or a Penalty', method);
  if (method.toLowerCase() !== "l1") throw unknownRegularization(method);
  const weights = weighted(new Float64Array(model.k_fe).fill(1), alpha, "alpha");
  for (const weight of weights) if (!(weight >= 0)) throw penaltyRange("l1", "alpha", weight, "0 or a positive number");
  const unpenalised = model.fit(rest);
  throwIfAborted(rest.signal);
  return descended(model, unpenalised, weights, { ceps, ptol, maxit });
}

function descended(
  model: MixedLM,
  unpenalised: MixedLMResults,
  alpha: Float64Array,
  descent: DescentOptions,
): MixedLMResults {
  const { engine } = model;
  const { reml, cov_pen, scale } = unpenalised;
  const lambda = rootsOf(unpenalised.params_object);
  const free = lambda === null ? null : estimatesAt(engine, lambda, reml);
  if (lambda === null || free === null) throw noEstimates();
  // V as the unpenalised fit has it, also where its fixed effects were penalised or held
  const vcov = { ...free.vcov, data: free.vcov.data.map((v) => (v * scale) / free.sigma2) };
  const loss = { beta: free.beta, vcov, alpha };
  const { beta, warnings } = l1FixedEffects(loss, unpenalised.fe_params.values, descent);
  const point = new Criterion(engine, { reml, fe_pen: null, cov_pen }).at(lambda, beta);
  if (point === null) throw noEstimates();
  const size = model.k_fe + model.k_re2 + model.k_vc;
  const isKept = Array.from({ length: size }, (_, j) => j >= model.k_fe || Math.abs(beta[j]!) > descent.ceps);
  const { covariance, smallest } = inverseInformation(engine, lambda, beta, reml, isKept);
  const known = covariance.data.map((v, at) => (isKept[at % size] && isKept[Math.floor(at / size)] ? v : Number.NaN));
  const params_object = unpenalised.params_object.copy();
  params_object.fe_params = Array.from(beta);
  return new MixedLMResults(model, {
    engine,
    fit: null,
    estimates: point.estimates,
    reml,
    params_object,
    covariance: { ...covariance, data: known },
    converged: unpenalised.converged,
    warnings: [
      ...unpenalised.warnings.filter(({ code }) => code !== "hessian"),
      ...warnings,
      ...(smallest > 0 ? [] : [hessianNotDefinite(smallest)]),
    ],
    llf: point.value,
    hist: unpenalised.hist,
    freepat: unpenalised.freepat,
    cov_pen,
    fe_pen: null,
    use_sqrt: unpenalised.use_sqrt,
  });
}

/** statsmodels' end where it is the minimum of its loss, else the minimum. */
function l1FixedEffects(
  loss: L1Loss,
  start: ArrayLike<number>,
  options: DescentOptions,
): { beta: Float64Array; warnings: MixedLMWarning[] } {
  const path = coordinateDescent(loss, start, options);
  const exact = exactMinimum(loss);
  const value = lossFunction(loss);
  const excess = value(path.coefficients) - value(exact);
  const isZero = (value: number): boolean => Math.abs(value) <= options.ceps;
  const sameZeros = exact.every((value, j) => isZero(value) === isZero(path.coefficients[j]!));
  if (path.converged && sameZeros && excess <= AT_MINIMUM) return { beta: path.coefficients, warnings: [] };
  return { beta: exact, warnings: [descentLeft(excess, path.converged)] };
}
