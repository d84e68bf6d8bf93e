// Remarks on tests of hypotheses: statsmodels' own, word for word, and two that it does not make.
import type { Estimated } from "./estimated.ts";

/** A remark on a test. Nothing is printed. */
export interface ContrastWarning {
  /** The class that statsmodels, or Python, would give it. */
  readonly category: "FutureWarning" | "ValueWarning" | "UserWarning";
  /**
   * `scalar`: the option was left out. `rank`: some restrictions say nothing new. `variance`: a variance parameter is
   * involved (statsmodels tests these without a word). `untested`: a term has no test.
   */
  readonly code: "scalar" | "rank" | "variance" | "untested";
  /** The remark in words, statsmodels' own where it makes the same one. */
  readonly message: string;
  /** The values that the message speaks of. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** What statsmodels says when `scalar` is left out. */
export function scalarWarning(): ContrastWarning {
  const message =
    "The behavior of wald_test will change after 0.14 to returning scalar test statistic values. To get the future behavior now, set scalar to True. To silence this message while retaining the legacy behavior, set scalar to False.";
  return { category: "FutureWarning", code: "scalar", message, data: {} };
}

/** What statsmodels says of restrictions that follow from others. */
export function rankWarning(count: number, rank: number): ContrastWarning {
  const message = `covariance of constraints does not have full rank. The number of constraints is ${count}, but rank is ${rank}`;
  return { category: "ValueWarning", code: "rank", message, data: { count, rank } };
}

/** A remark if any restriction involves a variance parameter, else nothing. */
export function varianceWarnings({ names, k_fe }: Estimated, rows: readonly Float64Array[]): ContrastWarning[] {
  const involved = names.filter((_, j) => j >= k_fe && rows.some((row) => row[j] !== 0));
  if (involved.length === 0) return [];
  const message = `${involved.join(", ")}: tested as divided by the residual variance, as in \`params\`, and as if estimates of variances were normal; a profile of the likelihood says more`;
  return [{ category: "UserWarning", code: "variance", message, data: { names: involved } }];
}

/** A remark on a term whose coefficients have no covariance, with the reason. */
export function untestedWarning(term: string, reason: string): ContrastWarning {
  return { category: "UserWarning", code: "untested", message: `${term}: not tested, NaN; ${reason}`, data: { term } };
}
