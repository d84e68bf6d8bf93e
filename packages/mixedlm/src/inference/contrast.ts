// Linear combinations of the fixed effects with standard errors, t tests and intervals. In: a fit, and combinations as texts or
// numbers. Out: a row for each.
import { studentQuantile, studentSf } from "../distributions.ts";
import { partsOf } from "../fit-parts.ts";
import { aProbability, checkOptions } from "../option-checks.ts";
import type { Fit } from "../results.ts";
import { type Printed, printed, type ResultTable } from "../tables/result-table.ts";
import { aDfOption, type DfOption, type FixedInference, fixedInference } from "./fixed-inference.ts";
import { aValue, type Hypotheses, type Hypothesis, readHypotheses } from "./hypotheses.ts";

/** A linear combination of the fixed effects. */
export interface ContrastRow {
  /** The combination in words. */
  readonly label: string;
  /** l'beta. */
  readonly estimate: number;
  /** What it is compared with. */
  readonly value: number;
  readonly stdError: number;
  /** Degrees of freedom; infinite for the normal distribution. */
  readonly df: number;
  /** (estimate - value) / stdError. */
  readonly statistic: number;
  /** Two-sided. */
  readonly pValue: number;
  /** Interval of l'beta, which covers 1 - alpha. */
  readonly lower: number;
  readonly upper: number;
}

/** Linear combinations of the fixed effects; prints as a table. */
export interface Contrasts {
  /** Where standard errors and degrees of freedom come from. */
  readonly method: string;
  readonly alpha: number;
  readonly rows: readonly ContrastRow[];
}

/** What can be chosen about contrasts. */
export interface ContrastOptions {
  /** Degrees of freedom, and the covariance that goes with them; default `satterthwaite`. */
  readonly ddf?: DfOption | undefined;
  /** 1 - the coverage of the intervals; default 0.05. */
  readonly alpha?: number | undefined;
  /** What rows of numbers are compared with: one number for all, or one each; default 0. Texts say it themselves. */
  readonly value?: number | ArrayLike<number>;
}

/**
 * Estimates and tests linear combinations of the fixed effects, each by itself; see `jointTest` for all together.
 *
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`, `contrast-length`, `contrast-value`, `contrast-empty`,
 *   `needs-reml`; {@link FormulaError} of a text, such as `unknown-name`.
 * @example
 * ```ts
 * contrast(fit, "Days = 10");
 * contrast(fit, ["recipe[T.B]", "recipe[T.B] - recipe[T.C]"], { ddf: "kenward-roger" });
 * contrast(fit, [1, 10]); // the mean after ten days
 * ```
 */
export function contrast(
  fit: Fit,
  hypotheses: Hypotheses,
  options: ContrastOptions = {},
): Readonly<Contrasts> & Printed {
  partsOf(fit);
  checkOptions("contrast", options, { ddf: aDfOption, alpha: aProbability, value: aValue });
  const { ddf, alpha = 0.05, value } = options;
  const read = readHypotheses(fit, hypotheses, value);
  const inference = fixedInference(fit, ddf);
  const rows = read.map((own) => Object.freeze(contrastRow(fit.beta, inference, own, alpha)));
  return printed({ method: inference.method, alpha, rows: Object.freeze(rows) }, tablesOf);
}

/** Tests of the fixed effects one by one; labels are their names. */
export function coefficientTests(fit: Fit, { ddf, alpha = 0.05 }: Omit<ContrastOptions, "value">): ContrastRow[] {
  const inference = fixedInference(fit, ddf);
  return fit.names.map((label, j) => {
    const row = fit.names.map((_, i) => (i === j ? 1 : 0));
    return Object.freeze(contrastRow(fit.beta, inference, { label, row, value: 0 }, alpha));
  });
}

function contrastRow(
  beta: readonly number[],
  { vcov, df: dfOf }: FixedInference,
  { label, row, value }: Hypothesis,
  alpha: number,
): ContrastRow {
  let estimate = 0;
  let variance = 0;
  for (const [j, own] of row.entries()) {
    estimate += own * beta[j];
    for (const [i, other] of row.entries()) variance += own * other * vcov.data[j * vcov.nrow + i];
  }
  const stdError = Math.sqrt(variance);
  const df = dfOf(row);
  const statistic = (estimate - value) / stdError;
  const width = studentQuantile(1 - alpha / 2, df) * stdError;
  const pValue = 2 * studentSf(Math.abs(statistic), df);
  return { label, estimate, value, stdError, df, statistic, pValue, lower: estimate - width, upper: estimate + width };
}

function tablesOf({ method, alpha, rows }: Contrasts): ResultTable[] {
  const compared = rows.some(({ value }) => value !== 0);
  const percent = (share: number): string => `${Number((100 * share).toPrecision(6))}%`;
  return [
    {
      title: "Linear combinations of the fixed effects",
      columns: [
        { head: "", kind: "label" },
        { head: "Estimate", kind: "number" },
        ...(compared ? [{ head: "Value", kind: "number" } as const] : []),
        { head: "Std. Error", kind: "number" },
        { head: "df", kind: "df" },
        { head: "t", kind: "number" },
        { head: "p", kind: "probability" },
        { head: percent(alpha / 2), kind: "number" },
        { head: percent(1 - alpha / 2), kind: "number" },
      ],
      rows: rows.map((row) => [
        ...[row.label, row.estimate],
        ...(compared ? [row.value] : []),
        ...[row.stdError, row.df, row.statistic, row.pValue, row.lower, row.upper],
      ]),
      notes: [`standard errors and degrees of freedom: ${method}`],
    },
  ];
}
