// Wald intervals of the parameters: statsmodels' `conf_int`.

import { optionType } from "../errors.ts";
import { Frame } from "../labelled/frame.ts";
import { listOf } from "../labelled/labelled-values.ts";
import { checkOption } from "../model/options.ts";
import { normalOrStudentQuantile } from "./contrast-results.ts";
import { parameterPosition } from "./cov-params.ts";
import type { Estimated } from "./estimated.ts";

/**
 * Wald intervals of all parameters or some, by t if the fit uses t; columns 0 (lower) and 1 (upper).
 *
 * The rows of variance parameters are those of the ratios to the residual variance, and reach below 0 as readily as
 * not: the profile (`profile_re`) says more of them.
 *
 * @param alpha - one minus the level, from 0 to 1.
 * @param cols - parameters by position or name, a list or one by itself; default all.
 * @throws {@link SmfError} `option-type`, `unknown-label`
 * @see statsmodels 0.13.5, `LikelihoodModelResults.conf_int`, whose `cols` fails for labelled results.
 */
export function confidenceIntervals(
  estimated: Estimated,
  alpha: number = 0.05,
  cols: readonly (number | string)[] | number | string | null = null,
): Frame {
  checkOption("conf_int", "alpha", alpha, "probability");
  const { names, params, covariance, df_resid, use_t } = estimated;
  const width = -normalOrStudentQuantile(alpha / 2, use_t ? df_resid : null);
  const places =
    cols === null ? Array.from(names.keys()) : parametersOf(cols).map((one) => parameterPosition(names, one));
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

function parametersOf(cols: unknown): readonly (number | string)[] {
  if (typeof cols === "number" || typeof cols === "string") return [cols];
  const given = listOf(cols);
  if (given === null) throw optionType("conf_int", "cols", "a list of parameters by position or name", cols);
  return Array.from(given as ArrayLike<number | string>);
}
