// The options of `fit`, checked against their model: what is to be maximised, from where, how, and what is held.
import { isInstance } from "@mixedlm/formula";
import { throwIfAborted } from "mixedlm";
import { optionType, penaltyKind } from "../errors.ts";
import type { Series } from "../labelled/series.ts";
import { checkOptions } from "../model/options.ts";
import { rootsOf } from "../model/packing.ts";
import { MixedLMParams } from "../model/params.ts";
import { CovariancePenalty } from "../penalties/covariance-penalties.ts";
import { Penalty } from "../penalties/penalties.ts";
import { notACovariance, penaltyAndHeld, unavailableMethod } from "./fit-errors.ts";
import { checkParams, givenPoint, type ParamsShape } from "./given-point.ts";
import type { HeldFixedEffect } from "./held-fixed-effects.ts";
import type { MinimizerRecord } from "./minimizer-record.ts";
import { type Visit, visitor, type Watching } from "./watching.ts";

/** What can be chosen about a fit: statsmodels' arguments. */
export interface FitOptions extends Watching {
  /**
   * Where the optimisers start: `MixedLMParams`; or a packed vector, with the fixed effects first or without them,
   * whose covariances are square roots if the model's `use_sqrt` says so. `result.params`, a Series with the model's
   * parameter names, is read as what it is: covariances. Default: cov_re the identity, components 1, relative to the
   * residual.
   */
  readonly start_params?: MixedLMParams | ArrayLike<number> | Series | null;
  /** Restricted maximum likelihood (default), or maximum likelihood. */
  readonly reml?: boolean;
  /** Ignored with a warning, as in statsmodels. */
  readonly niter_sa?: number;
  /** Whether to optimise (default); `false` gives the results at the start. */
  readonly do_cg?: boolean;
  /** A penalty on the fixed effects, which maximise the penalised log-likelihood. */
  readonly fe_pen?: Penalty | null;
  /** A penalty on `cov_re` relative to the residual variance. */
  readonly cov_pen?: CovariancePenalty | null;
  /**
   * A mask of ones and zeros: parameters with a 0 stay at their start. With `use_sqrt` the mask of `cov_re` is that of
   * its Cholesky factor, so that the identity asks for independent random effects.
   */
  readonly free?: MixedLMParams | null;
  /** Whether the history of the optimiser is kept, as `hist`. */
  readonly full_output?: boolean;
  /** The optimiser whose path is followed, or several that are tried in turn: default `["bfgs", "lbfgs", "cg"]`. */
  readonly method?: string | readonly string[] | null;
  /** Largest entry of the gradient, of the log-likelihood per row, at which bfgs and cg stop. Default 1e-5. */
  readonly gtol?: number;
  /** Iterations of each optimiser. Default 100. */
  readonly maxiter?: number;
  /** Without effect: gradients are exact. */
  readonly eps?: number;
  /** statsmodels drops this for all methods but `minimize`, and so does this; `warnings` says so. */
  readonly maxcor?: number;
  /** Relative fall of the criterion at which powell and nm stop. Default 1e-4. */
  readonly ftol?: number;
  /** Without effect, as in statsmodels. */
  readonly tol?: number;
  /** As `maxcor`. */
  readonly maxls?: number;
  /** Accepted: nothing is ever printed; what the optimisers have to say is in `warnings` and `hist`. */
  readonly disp?: boolean | number;
  /** The seed of basinhopping; a whole number makes the hops that statsmodels makes with it. Default 0. */
  readonly seed?: number | string;
  /** Of basinhopping: number of hops, at most 1e7. Default 100. */
  readonly niter?: number;
  /** Of basinhopping: hops without a better minimum after which it ends. Default: it does not. */
  readonly niter_success?: number;
  /** Of basinhopping: temperature, in units of the criterion (minus the log-likelihood per row). Default 1. */
  readonly T?: number;
  /** Of basinhopping: largest displacement of each packed parameter, at first. Default 0.5. */
  readonly stepsize?: number;
  /** Of basinhopping: hops after which the displacement is adapted. Default 50. */
  readonly interval?: number;
  /** Of basinhopping: the local method, `{ method, tol, options }` with SciPy's names. Default BFGS. */
  readonly minimizer?: MinimizerRecord;
  /** Of `minimize`: SciPy's name of the method, such as "L-BFGS-B". Default "BFGS". */
  readonly min_method?: string;
  // statsmodels hands these on although it says that they are not used
  /** Of powell and nm: change of the packed parameters at which they stop. Default 1e-4. */
  readonly xtol?: number;
  /** Of powell, nm and lbfgs: evaluations of the criterion at which they stop. */
  readonly maxfun?: number;
  /**
   * Of bfgs and cg: order of the norm of the gradient that `gtol` limits; Infinity, the default, is its largest entry.
   */
  readonly norm?: number;
  /** Of lbfgs: largest entry of the gradient at which it stops. Default 1e-5. */
  readonly pgtol?: number;
  /** Of lbfgs: relative fall of the criterion at which it stops, in units of 2.2e-16. Default 1e7. */
  readonly factr?: number;
  /** Of lbfgs: steps that its approximation of the Hessian remembers. Default 10. */
  readonly m?: number;
  /** Of powell: rows with the directions of the first searches. Default: the coordinates. */
  readonly start_direc?: readonly (readonly number[])[];
}

/** The options of a fit, and the kind of each. */
export const FIT_KINDS = {
  start_params: "anything",
  reml: "boolean",
  niter_sa: "natural",
  do_cg: "boolean",
  fe_pen: "penalty",
  cov_pen: "penalty",
  free: "params",
  full_output: "boolean",
  method: "methods",
  gtol: "positive",
  maxiter: "count",
  eps: "positive",
  maxcor: "count",
  ftol: "positive",
  tol: "positive",
  maxls: "count",
  disp: "anything",
  seed: "seed",
  niter: "replicates",
  niter_success: "count",
  T: "positive",
  stepsize: "positive",
  interval: "count",
  minimizer: "anything",
  min_method: "text",
  xtol: "positive",
  maxfun: "count",
  norm: "order",
  pgtol: "positive",
  factr: "positive",
  m: "count",
  start_direc: "rows",
  onProgress: "function",
  signal: "signal",
} as const;

/** A fit that can be carried out. */
export interface FitPlan {
  readonly reml: boolean;
  readonly start: MixedLMParams;
  readonly methods: readonly string[];
  /** Stopping options as given, for the optimisers to pick theirs. */
  readonly stop: Readonly<Record<string, unknown>>;
  readonly fe_pen: Penalty | null;
  readonly cov_pen: CovariancePenalty | null;
  readonly free: MixedLMParams | null;
  readonly held: readonly HeldFixedEffect[];
  readonly full_output: boolean;
  readonly do_cg: boolean;
  readonly niter_sa: number;
  /** What is called after each evaluation. */
  readonly visit: Visit | undefined;
  /** Neither penalties nor anything held: the model's own optimum. */
  readonly isPlain: boolean;
}

/**
 * Checks options.
 *
 * @throws {@link SmfError} `unknown-option`, `option-type`, `method-unavailable`, `start-params`, `params-shape`,
 *   `params-value`, `not-a-covariance`, `penalty-and-held`; the reason of a signal.
 */
export function fitPlan(shape: ParamsShape, options: FitOptions): FitPlan {
  checkOptions("fit", options, FIT_KINDS);
  const { start_params, method, free: mask, fe_pen: fePen, cov_pen: covPen, disp: _, ...rest } = options;
  const { reml = true, niter_sa = 0, do_cg = true, full_output = false, onProgress: __, signal, ...stop } = rest;
  const [free, fe_pen, cov_pen] = [mask ?? null, fePen ?? null, covPen ?? null];
  const methods = method === undefined || method === null ? ["bfgs", "lbfgs", "cg"] : [method].flat();
  for (const name of methods) if (/^(newton|ncg)$/i.test(name)) throw unavailableMethod(name);
  if (!isSeed(options.seed))
    throw optionType("fit", "seed", "a whole number from 0 to 2^32 - 1, or a text", options.seed);
  if (isInstance(fe_pen, CovariancePenalty)) throw penaltyKind("fe_pen");
  if (isInstance(cov_pen, Penalty)) throw penaltyKind("cov_pen");
  if (free !== null) checkParams("free", shape, free);
  throwIfAborted(signal);
  const start = startOf(shape, start_params ?? null);
  if (rootsOf(start) === null) throw notACovariance("start_params");
  const held = free === null ? [] : heldOf(free, start);
  if (held.length > 0 && fe_pen !== null) throw penaltyAndHeld();
  return {
    reml,
    start,
    methods: methods.map((name) => name.toLowerCase()),
    stop,
    fe_pen,
    cov_pen,
    // a mask that is changed later is not this fit's
    free: free?.copy() ?? null,
    held,
    full_output,
    do_cg,
    niter_sa,
    visit: visitor(options),
    isPlain: free === null && fe_pen === null && cov_pen === null,
  };
}

/** numpy's seeds, and texts. */
function isSeed(seed: FitOptions["seed"]): boolean {
  return typeof seed !== "number" || (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32);
}

/** The start: given, or the identity and ones. */
function startOf(shape: ParamsShape, given: FitOptions["start_params"] | null): MixedLMParams {
  const { k_fe, k_re, k_vc, use_sqrt } = shape;
  if (given === null || given === undefined) {
    const start = new MixedLMParams(k_fe, k_re, k_vc);
    start.cov_re.forEach((row, j) => {
      row[j] = 1;
    });
    start.vcomp.fill(1);
    return start;
  }
  if (typeof given !== "object") throw optionType("fit", "start_params", "MixedLMParams or numbers", given);
  const point = givenPoint("start_params", shape, given);
  if (point instanceof MixedLMParams) return point.copy();
  return MixedLMParams.from_packed(point.packed, k_fe, k_re, use_sqrt, point.has_fe);
}

/** The fixed effects that a mask holds, at their start. */
function heldOf(free: MixedLMParams, start: MixedLMParams): HeldFixedEffect[] {
  return free.fe_params.flatMap((own, column) => (own === 0 ? [{ column, value: start.fe_params[column]! }] : []));
}

/** Which covariance parameters of a mask are free, packed; null where there is no mask. */
export function freeCovariances(free: MixedLMParams | null): readonly boolean[] | null {
  return free === null ? null : Array.from(free.get_packed(false), (own) => own !== 0);
}
