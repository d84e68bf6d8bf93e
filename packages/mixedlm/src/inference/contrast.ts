// Linear combinations of the fixed effects with standard errors, t tests and intervals. In: a fit, and combinations as
// texts or numbers. Out: a row for each.

import { aProbability, checkOptions } from "../calls/option-checks.ts";
import { twoSidedQuantile } from "../distributions/continuous.ts";
import { limitColumns, statisticHead } from "../printing/column-heads.ts";
import { type Printed, printed, type ResultTable } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { boundaryNotes } from "./boundary-notes.ts";
import { aDfOption, type DfOption, type FixedInference, fixedInference } from "./fixed-inference.ts";
import { aValue, type Hypotheses, type Hypothesis, readHypotheses } from "./hypotheses.ts";
import { tTest, unitRow } from "./t-test.ts";

/** A linear combination of the fixed effects. */
export interface ContrastRow {
  /** The combination in words. */
  readonly contrast: string;
  /** l'beta. */
  readonly estimate: number;
  /** What it is compared with. */
  readonly value: number;
  /** Of the estimate, in its units: by the method of `Contrasts.ddf`. */
  readonly stdError: number;
  /** Degrees of freedom; infinite for the normal distribution. */
  readonly df: number;
  /** (estimate - value) / stdError. */
  readonly statistic: number;
  /** Two-sided. */
  readonly pValue: number;
  /** Lower limit of the interval of l'beta, which covers 1 - alpha. */
  readonly lower: number;
  /** Its upper limit. */
  readonly upper: number;
}

/** Linear combinations of the fixed effects; prints as a table. */
export interface Contrasts {
  /** Where standard errors and degrees of freedom come from. */
  readonly ddf: string;
  /** Intervals cover with probability 1 - alpha. */
  readonly alpha: number;
  /** In the order in which combinations were given; a text that names several gives several. */
  readonly rows: readonly ContrastRow[];
  /** What is to be said of them. */
  readonly notes: readonly string[];
}

/** What can be chosen about contrasts. */
export interface ContrastOptions {
  /** Degrees of freedom, and the covariance that goes with them; default `satterthwaite`. */
  readonly ddf?: DfOption | undefined;
  /** 1 - the coverage of the intervals; default 0.05. */
  readonly alpha?: number | undefined;
  /** What rows of numbers are compared with: one number for all, or one each; default 0. Texts say it themselves. */
  readonly value?: number | ArrayLike<number> | undefined;
}

/**
 * Estimates and tests linear combinations of the fixed effects, each by itself; see `jointTest` for all together.
 *
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`, `contrast-length`, `contrast-value`,
 *   `contrast-empty`, `needs-reml`; `FormulaError` of a text, such as `unknown-name`.
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
  const rows = Object.freeze(read.map((own) => contrastRow(fit.beta, inference, own, alpha)));
  const notes = Object.freeze(boundaryNotes(fit, inference));
  return printed({ ddf: inference.method, alpha, rows, notes }, tablesOf);
}

/** Tests of the fixed effects one by one; each has the name of its coefficient. */
export function coefficientTests(fit: Fit, inference: FixedInference, alpha: number = 0.05): ContrastRow[] {
  return fit.names.map((label, j) =>
    contrastRow(fit.beta, inference, { label, row: unitRow(fit.p, j), value: 0 }, alpha),
  );
}

function contrastRow(
  beta: readonly number[],
  inference: FixedInference,
  { label, row, value }: Omit<Hypothesis, "said">,
  alpha: number,
): ContrastRow {
  const { estimate, stdError, df, statistic, pValue } = tTest(beta, inference, row, value);
  const width = twoSidedQuantile(alpha, df) * stdError;
  const [lower, upper] = [estimate - width, estimate + width];
  return Object.freeze({ contrast: label, estimate, value, stdError, df, statistic, pValue, lower, upper });
}

function tablesOf({ ddf, alpha, rows, notes }: Contrasts): ResultTable[] {
  const compared = rows.some(({ value }) => value !== 0);
  return [
    {
      title: "Linear combinations of the fixed effects",
      columns: [
        { head: "", kind: "label" },
        { head: "Estimate", kind: "number" },
        ...(compared ? [{ head: "Value", kind: "number" } as const] : []),
        ...testColumns(rows, alpha),
      ],
      rows: rows.map((row) => [
        ...[row.contrast, row.estimate],
        ...(compared ? [row.value] : []),
        ...[row.stdError, row.df, row.statistic, row.pValue, row.lower, row.upper],
      ]),
      notes: [`standard errors and degrees of freedom: ${ddf}`, ...notes],
    },
  ];
}

/** The columns of t tests with intervals, from the standard error on. */
export function testColumns(rows: readonly { readonly df: number }[], alpha: number): ResultTable["columns"] {
  return [
    { head: "Std. Error", kind: "number" },
    { head: "df", kind: "df" },
    { head: statisticHead(rows.map(({ df }) => df)), kind: "number" },
    { head: "p", kind: "probability" },
    ...limitColumns(alpha),
  ];
}
