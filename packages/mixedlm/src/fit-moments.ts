// The stage function: moments -> the fitted model, in the data's own units.
import type { DesignMoments } from "@mixedlm/moments";
import { aBoolean, aFunction, aSignal, checkOptions, numbers, type OptionCheck, oneOf } from "./calls/option-checks.ts";
import { throwIfAborted, visitor, type Watching } from "./calls/progress.ts";
import { checkMoments } from "./calls/stage-checks.ts";
import { Fit } from "./results/fit.ts";
import { optimum } from "./search/optimum.ts";

/** What can be chosen about a fit. */
export interface FitOptions extends Watching {
  /** Restricted maximum likelihood (default), or maximum likelihood. */
  readonly reml?: boolean | undefined;
  /** Columns of X that are combinations of others: refuse (default), or leave them out. */
  readonly dependent?: "error" | "drop" | undefined;
  /** Theta in raw units, the first point that is tried. Default: the moment estimate. */
  readonly start?: readonly number[] | undefined;
}

const CHECKS: Readonly<Record<keyof FitOptions, OptionCheck>> = {
  reml: aBoolean,
  dependent: oneOf(["error", "drop"]),
  start: numbers,
  onProgress: aFunction,
  signal: aSignal,
};

/**
 * Fits the model that a design describes to its moments.
 *
 * @param moments - as `accumulate` makes them, or several of them merged.
 * @returns the fit, without values row by row.
 * @throws {@link FitError} `no-random-effects`, `one-group`, `unidentified`, `rank-deficient`, `too-few-rows`,
 *   `constant-response`, `perfect-fit`, `not-finite`, `underflow`, `start-length`, `start-value`, `not-of-stage`,
 *   `unknown-option`, `option-type`; the reason of a signal.
 */
export function fitMoments(moments: DesignMoments, options: FitOptions = {}): Fit {
  checkMoments("fitMoments", moments);
  checkOptions("fitMoments", options, CHECKS);
  const { reml = true, dependent = "error", start, ...watching } = options;
  throwIfAborted(watching.signal);
  const found = optimum(moments, { reml, dependent, start: start && Array.from(start), visit: visitor(watching) });
  return new Fit({ moments, optimum: found, table: null, remarks: [] });
}
