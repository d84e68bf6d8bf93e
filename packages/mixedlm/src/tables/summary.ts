// A fit -> its summary: facts, random effects with intervals, fixed effects with tests, as plain rows that print as
// tables.

import { aProbability, checkOptions } from "../calls/option-checks.ts";
import { boundaryNotes } from "../inference/boundary-notes.ts";
import { type ContrastRow, coefficientTests, testColumns } from "../inference/contrast.ts";
import { aDfOption, type DfOption, fixedInference } from "../inference/fixed-inference.ts";
import { type VarianceParameter, varianceParameters } from "../inference/variance-parameters.ts";
import { limitColumns, twoDecimals } from "../printing/column-heads.ts";
import { type Printed, printed, type ResultTable } from "../printing/result-table.ts";
import type { Fit, GroupSize } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";

/** What can be chosen about a summary. */
export interface SummaryOptions {
  /** Degrees of freedom of the fixed effects, and the covariance that goes with them; default `satterthwaite`. */
  readonly ddf?: DfOption | undefined;
  /** Intervals cover 1 - alpha; default 0.05. */
  readonly alpha?: number | undefined;
}

/** A fixed effect: estimate, standard error, t test and interval. */
export type FixedEffect = Omit<ContrastRow, "contrast" | "value"> & {
  /** The column of X. */
  readonly name: string;
};

/** A summary; prints as lme4's with degrees of freedom and intervals. */
export interface FitSummary {
  /** The model as it was written. */
  readonly formula: string;
  /** What was maximised; `fit.reml` says the same. */
  readonly criterion: "REML" | "ML";
  /** Minus twice the (restricted) log-likelihood. */
  readonly objective: number;
  /** The (restricted) log-likelihood. */
  readonly logLik: number;
  /** Akaike's criterion; see {@link Fit.aic}. */
  readonly aic: number;
  /** Schwarz's criterion. */
  readonly bic: number;
  /** Rows used. */
  readonly n: number;
  /** Rows of the table that lack a value. */
  readonly leftOut: number;
  /** Levels of each grouping factor. */
  readonly groups: readonly GroupSize[];
  /** The column of weights; null where there is none. */
  readonly weights: string | null;
  /** What is added to the fixed part, joined by ` + `; null where there is nothing. */
  readonly offset: string | null;
  /** Where standard errors and degrees of freedom of the fixed effects come from. */
  readonly ddf: string;
  /** Intervals cover 1 - alpha. */
  readonly alpha: number;
  /** The fixed effects, in the order of the fit. */
  readonly fixed: readonly FixedEffect[];
  /** Variances, standard deviations and correlations on every scale: see `varianceParameters`. */
  readonly random: readonly VarianceParameter[];
  /** What is to be said of the tests of the fixed effects. */
  readonly notes: readonly string[];
  /** The fit's status in plain words. */
  readonly status: string;
  /** Warnings that neither the status nor `leftOut` says. */
  readonly remarks: readonly string[];
}

/**
 * Summarises a fit.
 *
 * @returns a plain record; `String(summary)`, `toHtml()`, `toLatex()` and `toMarkdown()` print it.
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`, `needs-reml`.
 */
export function summary(fit: Fit, options: SummaryOptions = {}): Readonly<FitSummary> & Printed {
  partsOf(fit);
  checkOptions("summary", options, { ddf: aDfOption, alpha: aProbability });
  const { ddf, alpha = 0.05 } = options;
  const { formula, reml, objective, logLik, aic, bic, n, design, sizes, status, warnings } = fit;
  const inference = fixedInference(fit, ddf);
  const fixed = coefficientTests(fit, inference, alpha).map(({ contrast: name, value: _, ...row }) => {
    return Object.freeze({ name, ...row });
  });
  return printed(
    {
      formula: formula.trim(),
      criterion: reml ? ("REML" as const) : ("ML" as const),
      objective,
      logLik,
      aic,
      bic,
      n,
      alpha,
      leftOut: design.rows.total - design.rows.kept,
      groups: sizes,
      weights: design.weights,
      offset: design.offset.length === 0 ? null : design.offset.map(({ name }) => name).join(" + "),
      ddf: inference.method,
      fixed: Object.freeze(fixed),
      random: varianceParameters(fit, { alpha }).rows,
      notes: Object.freeze(boundaryNotes(fit, inference)),
      status: status.text,
      remarks: Object.freeze(warnings.filter(({ code }) => !SAID.includes(code)).map(({ message }) => message)),
    },
    summaryTables,
  );
}

/** Warnings that the status, or the number of rows, says already. */
const SAID: readonly string[] = ["singular", "not-converged", "missing-rows"];

function summaryTables(own: FitSummary): ResultTable[] {
  const { formula, criterion, n, groups, leftOut, status, remarks } = own;
  const levels = groups.map(({ group, levels: count }) => `${group}, ${count}`).join("; ");
  const criteria = [
    ...(criterion === "REML" ? [["REML criterion", twoDecimals(own.objective)]] : []),
    ["Log-likelihood", twoDecimals(own.logLik)],
    ["AIC", twoDecimals(own.aic)],
    ["BIC", twoDecimals(own.bic)],
  ];
  return [
    {
      title: `Linear mixed model fit by ${criterion === "REML" ? "REML" : "maximum likelihood"}`,
      columns: [
        { head: "", kind: "label" },
        { head: "", kind: "label" },
      ],
      rows: [
        ["Formula", formula],
        ...(own.weights === null ? [] : [["Weights", own.weights]]),
        ...(own.offset === null ? [] : [["Offset", own.offset]]),
        ...criteria,
        ["Observations", leftOut === 0 ? String(n) : `${n} (${leftOut} left out)`],
        ["Groups", levels],
      ],
      notes: [],
    },
    randomTable(own),
    ...fixedTables(own),
    { title: "", columns: [], rows: [], notes: [status, ...remarks] },
  ];
}

/** Variance and standard deviation of each parameter with the interval of the latter; correlations below. */
function randomTable({ random, alpha }: FitSummary): ResultTable {
  const variances = new Map(
    random.filter(({ scale }) => scale === "variance").map(({ name, estimate }) => [name, estimate]),
  );
  const shown = random.filter(({ scale }) => scale === "sd" || scale === "correlation");
  return {
    title: "Random effects",
    columns: [
      { head: "Group", kind: "label" },
      { head: "Name", kind: "label" },
      { head: "Variance", kind: "number" },
      { head: "Std. Dev.", kind: "number" },
      { head: "Corr.", kind: "number" },
      ...limitColumns(alpha),
    ],
    rows: shown.map(({ name, group, columns, scale, estimate, lower, upper }) => [
      group ?? "Residual",
      columns.join(", "),
      scale === "sd" ? (variances.get(name) ?? null) : null,
      scale === "sd" ? estimate : null,
      scale === "sd" ? null : estimate,
      lower,
      upper,
    ]),
    notes: [
      "Wald intervals of standard deviations and correlations",
      ...shown.flatMap(({ name, note }) => (note === null ? [] : [`${name}: ${note}`])),
    ],
  };
}

function fixedTables({ fixed, ddf, alpha, notes }: FitSummary): ResultTable[] {
  if (fixed.length === 0) return [];
  return [
    {
      title: "Fixed effects",
      columns: [{ head: "", kind: "label" }, { head: "Estimate", kind: "number" }, ...testColumns(fixed, alpha)],
      rows: fixed.map(({ name, estimate, stdError, df, statistic, pValue, lower, upper }) => [
        name,
        estimate,
        stdError,
        df,
        statistic,
        pValue,
        lower,
        upper,
      ]),
      notes: [`standard errors and degrees of freedom: ${ddf}`, ...notes],
    },
  ];
}
