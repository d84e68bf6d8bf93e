// What profiles have in common, whether intervals or whole curves are made of them: their options, and what is said of
// them.
import { aBoolean, aFunction, aNameOrNames, aSignal, type OptionCheck } from "../calls/option-checks.ts";
import type { Counting } from "../calls/progress.ts";
import type { Fit } from "../results/fit.ts";
import type { ProfilePath } from "./profile-path.ts";
import type { ProfiledParameter } from "./profiled-parameters.ts";

/** What profiles have in common. */
export interface ProfileChoices extends Counting {
  /** Names of parameters, or "fixed" or "variance" for all of a kind; default: all. */
  readonly parameters?: string | readonly string[] | undefined;
  /**
   * Whether standard deviations, correlations and sigma are profiled by the restricted likelihood; default false: by
   * the likelihood, as lme4 does. Fixed effects always are: the restricted likelihood does not depend on them.
   */
  readonly reml?: boolean | undefined;
}

/** The options of {@link ProfileChoices}. */
export const PROFILE_CHECKS: Readonly<Record<string, OptionCheck>> = {
  parameters: aNameOrNames,
  reml: aBoolean,
  signal: aSignal,
  onProgress: aFunction,
};

/** What is to be said of profiles whose criterion is not the fit's. */
export function profileNotes(fit: Fit, profiled: readonly ProfiledParameter[]): string[] {
  if (profiled.every(({ optimum }) => optimum.reml === fit.reml)) return [];
  return fit.reml
    ? ["profiled by maximum likelihood, for which the fit by REML was refitted"]
    : ["variance parameters profiled by REML, for which the fit by maximum likelihood was refitted"];
}

/**
 * What is to be said of a profile, whatever is made of it; null for nothing.
 *
 * @param isAbout - whether it is about an optimum.
 */
export function pathNote(path: ProfilePath, isAbout: boolean): string | null {
  if (!path.held.exists) return "the correlation does not exist where a standard deviation is 0";
  const lowered = path.lowered();
  if (lowered === 0) return null;
  const met = `the profile met a deviance ${lowered.toPrecision(3)} below the fit's`;
  return isAbout
    ? `${met}: its limits are that little off`
    : `${met}, from which no search finds an optimum: it has no limits`;
}
