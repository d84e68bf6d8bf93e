// Linear hypotheses, each by itself: estimate, standard error, t or z, p.

import { checkOptions } from "../model/options.ts";
import { SingleContrastResults } from "./contrast-results.ts";
import { varianceWarnings } from "./contrast-warnings.ts";
import { bilinear, covarianceRows, type Estimated, type MatrixLike } from "./estimated.ts";
import { linearRestrictions, type Restrictions } from "./restrictions.ts";

/** What can be changed about t tests. */
export interface TTestOptions {
  /** Covariance of all parameters, or of the fixed effects, in the place of the fit's own. */
  readonly cov_p?: MatrixLike | null;
  /** Whether to compare with t rather than the normal distribution. Default: as the fit does. */
  readonly use_t?: boolean | null;
}

const OPTIONS = { cov_p: "anything", use_t: "flag" } as const;

/**
 * Tests each linear hypothesis of R params = q.
 *
 * A combination without a standard error (one of held parameters, or of variances whose covariance does not exist) has
 * statistic and p NaN; it does not touch the others. (statsmodels answers 0 and 1 for held ones.)
 *
 * @param r_matrix - rows of k_fe or k_params numbers, one row, texts, `{R, q}`, or values by parameter. Variance
 *   parameters are ratios to the residual variance, and far from normal: a warning says so.
 * @throws {@link SmfError} `restriction`, `unknown-label`, `covariance-shape`, `unknown-option`, `option-type`;
 *   FormulaError for a text that is no constraint.
 * @see statsmodels 0.13.5, `LikelihoodModelResults.t_test`.
 */
export function tTest(estimated: Estimated, r_matrix: Restrictions, options: TTestOptions = {}): SingleContrastResults {
  checkOptions("t_test", options, OPTIONS);
  const { rows, q } = linearRestrictions("t_test", estimated, r_matrix);
  const covariance = covarianceRows(estimated, options.cov_p);
  const effect = Float64Array.from(rows, (row) => combination(row, estimated.params));
  const sd = Float64Array.from(rows, (row) => Math.sqrt(bilinear(row, covariance, row)));
  const statistic = effect.map((value, i) => (sd[i]! > 0 ? (value - q[i]!) / sd[i]! : Number.NaN));
  const use_t = options.use_t ?? estimated.use_t;
  return new SingleContrastResults({
    effect,
    sd,
    statistic,
    df: use_t ? estimated.df_resid : null,
    warnings: varianceWarnings(estimated, rows),
  });
}

/** r'b. */
export function combination(r: Float64Array, b: ArrayLike<number>): number {
  return r.reduce((sum, value, j) => (value === 0 ? sum : sum + value * b[j]!), 0);
}
