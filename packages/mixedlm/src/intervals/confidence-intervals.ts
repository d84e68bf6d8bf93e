// Intervals of all parameters by one of three methods, in one kind of row: the front door to Wald intervals, profiles
// and the bootstrap.

import { recordEntries } from "@mixedlm/formula";
import {
  aBoolean,
  aFunction,
  aNameOrNames,
  aProbability,
  aReplicateCount,
  aSeed,
  aSignal,
  checkOptions,
  type OptionCheck,
  oneOf,
} from "../calls/option-checks.ts";
import type { Counting } from "../calls/progress.ts";
import { twoSidedQuantile } from "../distributions/continuous.ts";
import { boundaryNotes } from "../inference/boundary-notes.ts";
import { aDfOption, type DfOption, type FixedInference, fixedInference } from "../inference/fixed-inference.ts";
import { unitRow } from "../inference/t-test.ts";
import { varianceParameters } from "../inference/variance-parameters.ts";
import type { Printed } from "../printing/result-table.ts";
import { selectedParameters } from "../profile/profiled-parameters.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import type { ModelParameter } from "../results/parameter-names.ts";
import { bootstrap } from "../simulation/bootstrap.ts";
import { type BootstrapIntervalType, bootstrapIntervals } from "../simulation/bootstrap-intervals.ts";
import { optionOfMethod } from "./interval-errors.ts";
import {
  type IntervalMethod,
  intervalRow,
  type ParameterInterval,
  type ParameterIntervals,
  printedIntervals,
} from "./interval-rows.ts";
import { profileIntervals } from "./profile-intervals.ts";

/** What can be chosen about {@link confidenceIntervals}; each method has its own options, and refuses others'. */
export interface ConfidenceIntervalOptions extends Counting {
  /**
   * `profile` (default): where the deviance has grown by a quantile, by maximum likelihood; `wald`: estimates and
   * standard errors, of the fit's own criterion; `bootstrap`: responses drawn from the fit.
   */
  readonly method?: IntervalMethod | undefined;
  /** Intervals cover with probability 1 - alpha; default 0.05. */
  readonly alpha?: number | undefined;
  /** Names, or "fixed" or "variance" for all of a kind; default: all. */
  readonly parameters?: string | readonly string[] | undefined;
  /** `wald`: where the fixed effects' degrees of freedom come from; default "satterthwaite". */
  readonly ddf?: DfOption | undefined;
  /** `profile`: variance parameters by the restricted likelihood; default false. */
  readonly reml?: boolean | undefined;
  /** `bootstrap`: how many responses are drawn; default 1000. */
  readonly replicates?: number | undefined;
  /** `bootstrap`: of the draws; default 0. */
  readonly seed?: number | undefined;
  /** `bootstrap`: how limits are made of the replicates; default "percentile". */
  readonly type?: BootstrapIntervalType | undefined;
}

const OWN: Readonly<Record<IntervalMethod, Readonly<Record<string, OptionCheck>>>> = {
  wald: { ddf: aDfOption },
  profile: { reml: aBoolean, signal: aSignal, onProgress: aFunction },
  bootstrap: {
    replicates: aReplicateCount,
    seed: aSeed,
    type: oneOf(["percentile", "basic", "normal"]),
    signal: aSignal,
    onProgress: aFunction,
  },
};

/**
 * Computes confidence intervals of a fit's parameters.
 *
 * Wald intervals of fixed effects are those of their t statistics; of standard deviations they are symmetric on the log
 * scale, of correlations on Fisher's, and there are none at a boundary. Profile intervals reach 0, or a correlation of
 * -1 or 1, where the data do not rule these out.
 *
 * @returns a row for each parameter: fixed effects, standard deviations and correlations term by term, sigma.
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`, `unknown-parameter`; what the method throws.
 * @see profileIntervals, varianceParameters, bootstrapIntervals.
 * @example
 * ```ts
 * confidenceIntervals(fit, { method: "wald", parameters: "fixed", ddf: "kenward-roger" });
 * ```
 */
export function confidenceIntervals(
  fit: Fit,
  options: ConfidenceIntervalOptions = {},
): Readonly<ParameterIntervals> & Printed {
  partsOf(fit);
  const call = "confidenceIntervals";
  const shared = { method: oneOf(Object.keys(OWN)), alpha: aProbability, parameters: aNameOrNames };
  const entries = recordEntries(options);
  const given = Object.fromEntries(
    entries?.filter(([, value]) => value !== undefined) ?? [],
  ) as ConfidenceIntervalOptions;
  const { method = "profile" } = given;
  // of an unknown method all options are known, so that the method is what the error is about
  const own = isMethod(method) ? OWN[method] : Object.assign({}, ...Object.values(OWN));
  checkMethod(call, method, given);
  checkOptions(isMethod(method) ? `${call} by "${method}"` : call, entries === null ? options : given, {
    ...shared,
    ...own,
  });
  const { alpha = 0.05, parameters, ddf, reml, replicates, seed, type, signal, onProgress } = options;
  if (method === "profile") return profileIntervals(fit, { alpha, parameters, reml, signal, onProgress });
  const chosen = selectedParameters(fit, parameters);
  if (method === "wald") return waldIntervals(fit, chosen, alpha, ddf);
  const drawn = bootstrap(fit, { replicates, seed, signal, onProgress });
  const { rows: intervals } = bootstrapIntervals(drawn, { alpha, type });
  const rows = chosen.map((parameter) => {
    const of = intervals.find(({ name }) => name === parameter.name);
    const note =
      of?.isExtreme === true ? "too few replicates for quantiles this far out: the outermost are taken" : null;
    return row(fit, parameter, "bootstrap", [of?.estimate ?? null, of?.lower ?? null, of?.upper ?? null], note);
  });
  const note = `${drawn.replicates} replicates, seed ${drawn.seed}: ${drawn.singular} singular, ${drawn.failed} failed`;
  return printedIntervals({ method, alpha, rows, notes: [note] });
}

function isMethod(method: unknown): method is IntervalMethod {
  return typeof method === "string" && Object.hasOwn(OWN, method);
}

/** Says of an option of another method whose it is. */
function checkMethod(call: string, method: IntervalMethod, options: ConfidenceIntervalOptions): void {
  if (!isMethod(method)) return;
  for (const option of Object.keys(options)) {
    const methods = Object.entries(OWN).flatMap(([name, own]) => (Object.hasOwn(own, option) ? [name] : []));
    if (methods.length > 0 && !methods.includes(method)) throw optionOfMethod(call, option, method, methods);
  }
}

/** Fixed effects by t quantiles, variance parameters from the full Hessian. */
function waldIntervals(
  fit: Fit,
  parameters: readonly ModelParameter[],
  alpha: number,
  ddf: DfOption | undefined,
): Readonly<ParameterIntervals> & Printed {
  const isFixed = parameters.some(({ kind }) => kind === "fixed");
  const inference = isFixed ? fixedInference(fit, ddf) : null;
  const variances = parameters.some(({ kind }) => kind !== "fixed") ? varianceParameters(fit, { alpha }).rows : [];
  const rows = parameters.map((parameter) => {
    const { place, name, kind } = parameter;
    if (place.kind === "fixed" && inference !== null)
      return row(fit, parameter, "wald", fixedInterval(fit, inference, place.index, alpha), null);
    const scale = kind === "correlation" ? "correlation" : "sd";
    const own = variances.find((entry) => entry.name === name && entry.scale === scale);
    return row(
      fit,
      parameter,
      "wald",
      [own?.estimate ?? null, own?.lower ?? null, own?.upper ?? null],
      own?.note ?? null,
    );
  });
  const notes = inference === null ? [] : [`fixed effects: ${inference.method}`, ...boundaryNotes(fit, inference)];
  return printedIntervals({ method: "wald", alpha, rows, notes });
}

type Numbers = readonly [estimate: number | null, lower: number | null, upper: number | null];

/** Estimate and quantiles of t with the contrast's own degrees of freedom. */
function fixedInterval({ beta, p }: Fit, inference: FixedInference, index: number, alpha: number): Numbers {
  const unit = unitRow(p, index);
  const half = twoSidedQuantile(alpha, inference.df(unit)) * Math.sqrt(inference.variance(unit));
  return [beta[index], beta[index] - half, beta[index] + half];
}

function row(
  { reml }: Fit,
  parameter: ModelParameter,
  method: IntervalMethod,
  [estimate, lower, upper]: Numbers,
  note: string | null,
): ParameterInterval {
  return intervalRow(parameter, { estimate, lower, upper, method, criterion: reml ? "REML" : "ML", note });
}
