// Wald intervals of the parameters: statsmodels' `conf_int`.

import { Frame } from "../labelled/frame.ts";
import { checkOption } from "../options.ts";
import { quantile } from "./contrast-results.ts";
import { positionOf } from "./cov-params.ts";
import type { Estimated } from "./estimated.ts";

/**
 * Wald intervals of all parameters or some, by t if the fit uses t; columns 0 (lower) and 1 (upper).
 *
 * The rows of variance parameters are those of the ratios to the residual variance, and reach below 0 as readily as not:
 * the profile (`profile_re`) says more of them.
 *
 * @param alpha - one minus the level, from 0 to 1.
 * @param cols - parameters by position or name; default all.
 * @throws {@link SmfError} `option-type`, `unknown-label`
 * @see statsmodels 0.13.5, `LikelihoodModelResults.conf_int`, whose `cols` fails for labelled results.
 */
export function confidenceIntervals(
  estimated: Estimated,
  alpha: number = 0.05,
  cols: readonly (number | string)[] | null = null,
): Frame {
  checkOption("conf_int", "alpha", alpha, "probability");
  const { names, params, covariance, df_resid, use_t } = estimated;
  const width = -quantile(alpha / 2, use_t ? df_resid : null);
  const places = cols?.map((one) => positionOf(names, one)) ?? Array.from(names.keys());
  const rows = places.map((j) => {
    const half = width * Math.sqrt(covariance[j]![j]!);
    return [params[j]! - half, params[j]! + half];
  });
  return new Frame(
    places.map((j) => names[j]!),
    [0, 1],
    rows,
  );
}
