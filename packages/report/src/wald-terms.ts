// Wald tests of a model's terms come in as numbers; out go the frame that statsmodels' `wald_test_terms` holds, and its
// print. Statistics that were not asked to be scalars are arrays of one number there, and print as such.
import type { FrameRecord } from "./frame-columns.ts";
import { frameText } from "./frame-text.ts";
import { formatRepr } from "./number-format.ts";
import type { Value } from "./pandas-values.ts";

/** The tests of one `wald_test_terms`. */
export interface WaldTermsRecord {
  readonly rows: readonly WaldTermRow[];
  readonly distribution: "chi2" | "F";
  /** Degrees of freedom of the denominator of F. */
  readonly dfDenom?: number;
  /** Whether the statistics are numbers; statsmodels prints arrays, `[[12.3]]`, unless `scalar=True`. */
  readonly scalar: boolean;
}

/** A term: its statistic, p value and number of constraints. */
export interface WaldTermRow {
  readonly name: string;
  readonly statistic: number;
  readonly p: number;
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
    options: { dtypes: [tested, tested, "int64", ...(isF ? (["float64"] as const) : [])] },
  };
}

/**
 * Prints Wald tests of terms, character for character as statsmodels does.
 *
 * @param record - the tests.
 * @returns lines joined by `\n`, without a line break at the end.
 * @see statsmodels 0.13.5, `stats.contrast.WaldTestResults.__str__`.
 */
export function waldTermsText(record: WaldTermsRecord): string {
  const { index, columns, values, options } = waldTermsFrame(record);
  return frameText(index, columns, values, { ...options, display: "whole" });
}
