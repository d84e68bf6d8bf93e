// Wald tests of a model's terms come in as numbers; out goes the frame that statsmodels' `wald_test_terms` holds and
// prints. Statistics that were not asked to be scalars are arrays of one number there, and print as such.

import { formatRepr } from "./numbers/number-format.ts";
import type { FrameRecord } from "./pandas/frame-columns.ts";
import type { Value } from "./pandas/pandas-values.ts";

/** The tests of one `wald_test_terms`. */
export interface WaldTermsRecord {
  /** One for each term, in the order of the model. */
  readonly rows: readonly WaldTermRow[];
  /** What the statistics are compared with. */
  readonly distribution: "chi2" | "F";
  /** Degrees of freedom of the denominator of F. */
  readonly dfDenom?: number;
  /** Whether the statistics are numbers; statsmodels prints arrays, `[[12.3]]`, unless `scalar=True`. */
  readonly scalar: boolean;
}

/** A term's test. */
export interface WaldTermRow {
  /** The term's name in the formula. */
  readonly name: string;
  /** Wald's statistic: chi-squared, or F. */
  readonly statistic: number;
  /** Probability of a larger statistic where all the term's coefficients are 0. */
  readonly p: number;
  /** How many coefficients are tested. */
  readonly df: number;
}

/**
 * Arranges Wald tests of terms as statsmodels' `WaldTestResults.summary_frame` does.
 *
 * @param record - the tests.
 * @returns a frame for {@link frameText} and the other writers of frames.
 */
export function waldTermsFrame(record: WaldTermsRecord): FrameRecord {
  const { rows, distribution, scalar } = record;
  const isF = distribution === "F";
  const values = rows.map(({ statistic, p, df }): Value[] => [
    scalar ? statistic : `[[${formatRepr(statistic)}]]`,
    scalar ? p : formatRepr(p),
    df,
    ...(isF ? [record.dfDenom ?? Number.NaN] : []),
  ]);
  const tested = scalar ? "float64" : "object";
  return {
    index: rows.map(({ name }) => name),
    columns: [distribution, `P>${distribution}`, "df constraint", ...(isF ? ["df denom"] : [])],
    values,
    types: { dtypes: [tested, tested, "int64", ...(isF ? (["float64"] as const) : [])] },
  };
}
