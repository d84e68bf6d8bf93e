// A fit, a numeric variable and factors -> the slope of the response in the variable at the points of a reference grid,
// averaged as means are.
import type { Fit } from "../results/fit.ts";
import { columnSlopes } from "./column-slopes.ts";
import { notNumeric } from "./marginal-errors.ts";
import type { MarginalEstimates } from "./marginal-estimates.ts";
import { averaged, type MarginalOptions } from "./marginal-means.ts";
import type { MarginalSpecs } from "./marginal-specs.ts";

/**
 * Estimated marginal trends: the change of the mean response per unit of a numeric variable, for each level of a
 * factor.
 *
 * It is the derivative at the variable's mean, or at the values that `at` gives (averaged over, unless the variable is
 * among the specs). It is exact where the variable enters the formula linearly; through logarithms, powers, polynomials
 * and splines it is a derivative by extrapolated differences, to about 1e-10 of itself. An offset that depends on the
 * variable counts.
 *
 * @param variable - a numeric variable of the fixed effects.
 * @param specs - as in `marginalMeans`; default: one overall slope.
 * @throws {@link FitError} `not-numeric`, `no-slope`, and as `marginalMeans`.
 * @example
 * ```ts
 * marginalTrends(fit, "age", "pairwise ~ Sex"); // growth a year of girls and boys, and their difference
 * ```
 */
export function marginalTrends(
  fit: Fit,
  variable: string,
  specs: MarginalSpecs = [],
  options: MarginalOptions = {},
): MarginalEstimates {
  const check = ({ name, numeric }: { readonly name: string; readonly numeric: boolean }): void => {
    if (!numeric) throw notNumeric(name);
  };
  return averaged("marginalTrends", fit, specs, options, { name: variable, check, columns: columnSlopes });
}
