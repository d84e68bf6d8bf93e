// Intervals from the profiled likelihood: the values of a parameter at which the deviance, minimised over all others, is
// within a chi-square quantile of the least. They follow the likelihood where it is skew, and reach 0, or a correlation
// of -1 or 1, where the data do not rule these out.
import { normalQuantile } from "../distributions.ts";
import { partsOf } from "../fit-parts.ts";
import {
  intervalRow,
  type ParameterInterval,
  type ParameterIntervals,
  printedIntervals,
} from "../inference/interval-rows.ts";
import { aBoolean, aFunction, aProbability, aSignal, checkOptions, type OptionCheck } from "../option-checks.ts";
import { type StopSignal, throwIfAborted } from "../progress.ts";
import type { Fit } from "../results.ts";
import type { Printed } from "../tables/result-table.ts";
import { type PathEnd, type ProfilePath, pathEnd, profilePath } from "./profile-path.ts";
import { type ProfiledParameter, profiledParameters } from "./profiled-parameters.ts";

/** What profiles have in common. */
export interface ProfileChoices {
  /** Names of parameters, or "fixed" or "variance" for all of a kind; default: all. */
  readonly parameters?: string | readonly string[] | undefined;
  /**
   * Whether standard deviations, correlations and sigma are profiled by the restricted likelihood; default false: by the
   * likelihood, as lme4 does. Fixed effects always are: the restricted likelihood does not depend on them.
   */
  readonly reml?: boolean | undefined;
  /** Once aborted, its reason is thrown. */
  readonly signal?: StopSignal | undefined;
  /** Called after each parameter. */
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
}

/** What can be chosen about profile intervals. */
export interface ProfileIntervalOptions extends ProfileChoices {
  /** Default 0.05. */
  readonly alpha?: number | undefined;
}

/** A name, or names. */
export const someNames: OptionCheck = [
  (v) => typeof v === "string" || (Array.isArray(v) && v.every((name) => typeof name === "string")),
  "a name or an array of names",
];
/** The options of {@link ProfileChoices}. */
export const PROFILE_CHECKS: Readonly<Record<string, OptionCheck>> = {
  parameters: someNames,
  reml: aBoolean,
  signal: aSignal,
  onProgress: aFunction,
};

/**
 * Computes profile likelihood intervals.
 *
 * Each end is found by itself, where the signed root of the deviance is the normal quantile, to 1e-6 of the interval's
 * width; nothing is interpolated. A lower end of a standard deviation is 0, and that of a correlation -1, where the
 * deviance does not reach the level before.
 *
 * @returns one row for each parameter, with the estimate that its profile is about: the one of maximum likelihood, for a fit
 *   by REML too (see `criterion`), which is refitted from its moments.
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`, `unknown-parameter`.
 * @see Bates, Maechler, Bolker & Walker (2015), J. Stat. Softw. 67(1), section 5.1.
 * @example
 * ```ts
 * profileIntervals(lmm("Reaction ~ Days + (Days | Subject)", sleepstudy)).rows[2]; // sd(Intercept | Subject) 14.38, 37.72
 * ```
 */
export function profileIntervals(fit: Fit, options: ProfileIntervalOptions = {}): ParameterIntervals & Printed {
  partsOf(fit);
  checkOptions("profileIntervals", options, { ...PROFILE_CHECKS, alpha: aProbability });
  const { alpha = 0.05, parameters, reml = false, signal, onProgress } = options;
  throwIfAborted(signal);
  const profiled = profiledParameters(fit, parameters, reml);
  const level = normalQuantile(1 - alpha / 2);
  const rows = profiled.map((own, at) => {
    const row = rowOf(own, profilePath(own.optimum, own.parameter, signal), level);
    onProgress?.({ done: at + 1, total: profiled.length });
    return row;
  });
  return printedIntervals({ method: "profile", alpha, rows, notes: profileNotes(fit, profiled) });
}

/** What is to be said of profiles whose criterion is not the fit's. */
export function profileNotes(fit: Fit, profiled: readonly ProfiledParameter[]): string[] {
  if (profiled.every(({ optimum }) => optimum.reml === fit.reml)) return [];
  return fit.reml
    ? ["profiled by maximum likelihood, for which the fit by REML was refitted"]
    : ["variance parameters profiled by REML, for which the fit by maximum likelihood was refitted"];
}

function rowOf({ parameter, optimum }: ProfiledParameter, path: ProfilePath, level: number): ParameterInterval {
  const { held } = path;
  const end = (side: -1 | 1): number => placeOf(path, pathEnd(path, side, level));
  const [lower, upper] = [end(-1), end(1)];
  return intervalRow(parameter, {
    estimate: held.exists ? held.value(held.start) : null,
    lower,
    upper,
    method: "profile",
    criterion: optimum.reml ? "REML" : "ML",
    note: noteOf(path, upper),
  });
}

function placeOf({ held }: ProfilePath, { u }: PathEnd): number {
  return Number.isFinite(u) ? held.value(u) : u;
}

function noteOf(path: ProfilePath, upper: number): string | null {
  const note = pathNote(path);
  if (note !== null || upper !== Number.POSITIVE_INFINITY) return note;
  return "the deviance never reaches the level: the data set no upper limit";
}

/** What is to be said of a profile, whatever is made of it; null for nothing. */
export function pathNote(path: ProfilePath): string | null {
  if (!path.held.exists) return "the correlation does not exist where a standard deviation is 0";
  const lowered = path.lowered();
  if (lowered === 0) return null;
  return `the profile met a deviance ${lowered.toPrecision(3)} below the fit's, which is not the optimum`;
}
