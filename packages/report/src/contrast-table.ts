// Tested linear combinations of coefficients come in as numbers, a table of texts goes out: the labels and number
// formats of statsmodels' table of parameters, which `t_test` prints.
import { alphaRange } from "./errors.ts";
import { formatFixed, formatGeneral, formatRepr } from "./numbers/number-format.ts";
import type { SummaryTable } from "./summary-table.ts";

/** The tests of one `t_test`. */
export interface ContrastTableRecord {
  /** One for each linear combination; statsmodels calls them `c0`, `c1`, ... */
  readonly rows: readonly ContrastRow[];
  /** Whether the statistics are compared with t rather than the normal distribution. */
  readonly useT: boolean;
  /** Significance level of the confidence limits, 0.05 for 95 %. */
  readonly alpha: number;
  /** Replaces "Test for Constraints"; "" for none. */
  readonly title?: string;
}

/** A linear combination of coefficients, and its test against a hypothetical value. */
export interface ContrastRow {
  /** How the row is called. */
  readonly name: string;
  /** The combination of the estimates, in its own units. */
  readonly effect: number;
  /** Its standard error, in the same units. */
  readonly stdError: number;
  /** Estimate less hypothesis, by the standard error: z or t. */
  readonly statistic: number;
  /** Two-sided. */
  readonly p: number;
  /** Lower confidence limit, in the effect's units. */
  readonly low: number;
  /** Upper confidence limit. */
  readonly high: number;
}

/**
 * Lays out tests of linear combinations as statsmodels' `ContrastResults.summary` does.
 *
 * Numbers have three decimals, estimates four, p values three; what is at least 1e4 or below 1e-4 in size has as many
 * significant digits instead.
 *
 * @param record - the tests.
 * @returns the table for {@link toText} and the other writers, in style `parameters`.
 * @throws {@link ReportError} `alpha-range` when `alpha` is not from 0 to 1.
 * @see statsmodels 0.13.5, `iolib.summary.summary_params`.
 */
export function contrastTable(record: ContrastTableRecord): SummaryTable {
  const { alpha, title = "Test for Constraints" } = record;
  if (!(alpha >= 0 && alpha <= 1)) throw alphaRange(alpha);
  const letter = record.useT ? "t" : "z";
  const limits = [`[${formatRepr(alpha / 2)}`, `${formatRepr(1 - alpha / 2)}]`];
  return {
    style: "parameters",
    title,
    info: [],
    columns: ["coef", "std err", letter, `P>|${letter}|`, ...limits],
    rows: record.rows.map(({ name, effect, stdError, statistic, p, low, high }) => ({
      name,
      cells: [
        fixedOrGeneral(effect, 4),
        fixedOrGeneral(stdError, 3),
        fixedOrGeneral(statistic, 3),
        formatFixed(p, 3).padStart(6),
        fixedOrGeneral(low, 3),
        fixedOrGeneral(high, 3),
      ],
    })),
  };
}

// a number in `places + 6` characters
function fixedOrGeneral(x: number, places: number): string {
  const size = Math.abs(x);
  const text = size >= 1e4 || size < 1e-4 ? formatGeneral(x, places) : formatFixed(x, places);
  return text.padStart(places + 6);
}
