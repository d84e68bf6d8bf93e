// The same model by the other criterion, from the moments that the fit was made of: no row is read.

import { aBoolean, aFunction, aSignal, checkOptions } from "../calls/option-checks.ts";
import { throwIfAborted, visitor, type Watching } from "../calls/progress.ts";
import type { FitWarning } from "../search/fit-status.ts";
import { optimum } from "../search/optimum.ts";
import { Fit } from "./fit.ts";
import { partsOf } from "./fit-parts.ts";

/** What can be chosen about a refit. */
export interface RefitOptions extends Watching {
  /** Restricted maximum likelihood, or maximum likelihood. Default: that which the fit is not by. */
  readonly reml?: boolean | undefined;
}

/**
 * Fits the model of a fit again, by REML or by maximum likelihood; the search begins at the fit's theta.
 *
 * @returns the fit itself where it is by that criterion already.
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`; as `fitMoments`; the reason of a signal.
 */
export function refit(fit: Fit, options: RefitOptions = {}): Fit {
  const { moments, table, reference } = partsOf(fit);
  checkOptions("refit", options, { reml: aBoolean, onProgress: aFunction, signal: aSignal });
  const { reml = !fit.reml, ...watching } = options;
  throwIfAborted(watching.signal);
  if (reml === fit.reml) return fit;
  const found = optimum(moments, { reml, dependent: "drop", start: fit.theta, visit: visitor(watching) });
  return new Fit({ moments, optimum: found, table, reference, remarks: fit.warnings.filter(isOfData) });
}

/** What a search says of its own optimum. */
const OF_OPTIMUM: readonly FitWarning["code"][] = [
  "dropped-columns",
  "singular",
  "not-converged",
  "unidentified-components",
];

function isOfData({ code }: FitWarning): boolean {
  return !OF_OPTIMUM.includes(code);
}
