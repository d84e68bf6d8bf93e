// Intervals from the profiled likelihood: the values of a parameter at which the deviance, minimised over all others,
// is within a chi-square quantile of the least. They follow the likelihood where it is skew, and reach 0, or a
// correlation of -1 or 1, where the data do not rule these out.

import { aProbability, checkOptions } from "../calls/option-checks.ts";
import { throwIfAborted } from "../calls/progress.ts";
import { twoSidedQuantile } from "../distributions/continuous.ts";
import type { Printed } from "../printing/result-table.ts";
import { alongProfiles } from "../profile/along-profiles.ts";
import { PROFILE_CHECKS, type ProfileChoices, pathNote, profileNotes } from "../profile/profile-choices.ts";
import { type PathEnd, type ProfilePath, pathEnd } from "../profile/profile-path.ts";
import { type ProfiledParameter, profiledParameters } from "../profile/profiled-parameters.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { intervalRow, type ParameterInterval, type ParameterIntervals, printedIntervals } from "./interval-rows.ts";

/** What can be chosen about profile intervals. */
export interface ProfileIntervalOptions extends ProfileChoices {
  /** Default 0.05. */
  readonly alpha?: number | undefined;
}

/**
 * Computes profile likelihood intervals.
 *
 * Each end is found by itself, where the signed root of the deviance is the normal quantile, to 1e-6 of the interval's
 * width; nothing is interpolated. A lower end of a standard deviation is 0, and that of a correlation -1, where the
 * deviance does not reach the level before.
 *
 * Where profiles meet a lower deviance than the fit's, they are about the optimum that is found there, and a note says
 * so.
 *
 * @returns one row for each parameter, with the estimate that its profile is about: the one of maximum likelihood, for
 *   a fit by REML too (see `criterion`), which is refitted from its moments.
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`, `unknown-parameter`.
 * @see Bates, Maechler, Bolker & Walker (2015), J. Stat. Softw. 67(1), section 5.1.
 * @example
 * ```ts
 * profileIntervals(lmm("Reaction ~ Days + (Days | Subject)", sleepstudy)).rows[2]; // sd(Intercept | Subject) 14.38,
 * 37.72
 * ```
 */
export function profileIntervals(fit: Fit, options: ProfileIntervalOptions = {}): ParameterIntervals & Printed {
  partsOf(fit);
  checkOptions("profileIntervals", options, { ...PROFILE_CHECKS, alpha: aProbability });
  const { alpha = 0.05, parameters, reml = false, signal, onProgress } = options;
  throwIfAborted(signal);
  const profiled = profiledParameters(fit, parameters, reml);
  const level = twoSidedQuantile(alpha, Number.POSITIVE_INFINITY);
  const { made, notes } = alongProfiles(fit, profiled, { signal, onProgress }, (own, path, isAbout) =>
    rowOf(own, path, isAbout, level),
  );
  return printedIntervals({ method: "profile", alpha, rows: made, notes: [...profileNotes(fit, profiled), ...notes] });
}

function rowOf(
  { parameter, optimum }: ProfiledParameter,
  path: ProfilePath,
  isAbout: boolean,
  level: number,
): ParameterInterval {
  const { held } = path;
  const end = (side: -1 | 1): number => placeOf(path, pathEnd(path, side, level));
  const [lower, upper] = isAbout ? [end(-1), end(1)] : [null, null];
  return intervalRow(parameter, {
    estimate: held.exists ? held.value(held.start) : null,
    lower,
    upper,
    method: "profile",
    criterion: optimum.reml ? "REML" : "ML",
    note: noteOf(path, isAbout, upper),
  });
}

function placeOf({ held }: ProfilePath, { u }: PathEnd): number {
  return Number.isFinite(u) ? held.value(u) : u;
}

function noteOf(path: ProfilePath, isAbout: boolean, upper: number | null): string | null {
  const note = pathNote(path, isAbout);
  if (note !== null || upper !== Number.POSITIVE_INFINITY) return note;
  return "the deviance never reaches the level: the data set no upper limit";
}
