// The plain numbers of a fitted mixed model come in, a table of texts goes out: statsmodels' labels and number formats.
// A `SummaryTable` is all that the writers (text, HTML, LaTeX) know; it is JSON, and any model can fill one.
import { alphaRange } from "./errors.ts";
import type { Alignment } from "./layout.ts";
import { formatFixed, formatRepr } from "./number-format.ts";

/** A table of texts: facts about a model over one row per parameter. */
export interface SummaryTable {
  /**
   * How it is set: as statsmodels' `Summary`, the default, or as its table of tested `parameters`, which has no facts
   * and notes, wider columns, and keeps the blanks of its cells.
   */
  readonly style?: "summary" | "parameters";
  /** Where a summary's cells stand in text and LaTeX; to the right by default. */
  readonly align?: Alignment;
  /** Printed centred over the table. */
  readonly title?: string;
  /** Facts about the model, in the order of reading: down the left pair of columns, then down the right one. */
  readonly info: readonly (readonly [label: string, value: string])[];
  /** Titles of the columns, the names' column excluded; a line break starts a second line of titles. */
  readonly columns: readonly string[];
  /** One row per parameter, with one cell for every column; "" leaves a cell blank. */
  readonly rows: readonly SummaryRow[];
  /** Remarks below the table. */
  readonly notes?: readonly string[];
}

/** A parameter's name and its cells. */
export interface SummaryRow {
  readonly name: string;
  readonly cells: readonly string[];
}

/** A fixed effect: estimate, standard error, Wald z, two-sided p, confidence limits, in units of the response. */
export interface FixedEffectRow {
  readonly name: string;
  readonly estimate: number;
  readonly stdError: number;
  readonly z: number;
  readonly p: number;
  readonly low: number;
  readonly high: number;
}

/** A variance or covariance of random effects, and its standard error; NaN where it does not exist. */
export interface VarianceRow {
  readonly name: string;
  readonly estimate: number;
  readonly stdError: number;
}

/** The numbers that a mixed model's summary shows. */
export interface MixedSummaryRecord {
  /** Replaces "Mixed Linear Model Regression Results". */
  readonly title?: string;
  /** Name of the response. */
  readonly dependent: string;
  readonly method: "REML" | "ML";
  /** Number of rows used. */
  readonly n: number;
  /** Number of groups, and the sizes of the smallest, largest and average one in rows. */
  readonly groups: { readonly count: number; readonly min: number; readonly max: number; readonly mean: number };
  /** Residual variance, squared units of the response. */
  readonly scale: number;
  /** Log-likelihood; the restricted one under REML. */
  readonly logLik: number;
  readonly converged: boolean;
  /** Significance level of the confidence limits, 0.05 for 95 %. */
  readonly alpha: number;
  readonly fixed: readonly FixedEffectRow[];
  readonly random: readonly VarianceRow[];
}

/**
 * Lays out a mixed model's results as statsmodels' `MixedLMResults.summary` does.
 *
 * Estimates have three decimals, scale and log-likelihood four; a cell without a finite number is blank, and rows of
 * (co)variances have an estimate and a standard error only.
 *
 * @param record - the model's numbers.
 * @returns the table for {@link toText} and the other writers.
 * @throws {@link ReportError} `alpha-range` when `alpha` is not from 0 to 1.
 * @see statsmodels 0.13.5, `MixedLMResults.summary`; unlike there, `title` is honoured.
 */
export function mixedSummary(record: MixedSummaryRecord): SummaryTable {
  const { alpha } = record;
  if (!(alpha >= 0 && alpha <= 1)) throw alphaRange(alpha);
  return {
    title: record.title ?? "Mixed Linear Model Regression Results",
    info: modelFacts(record),
    columns: ["Coef.", "Std.Err.", "z", "P>|z|", `[${formatRepr(alpha / 2)}`, `${formatRepr(1 - alpha / 2)}]`],
    rows: [...record.fixed.map(fixedRow), ...record.random.map(varianceRow)],
  };
}

function modelFacts({
  n,
  groups,
  dependent,
  method,
  scale,
  logLik,
  converged,
}: MixedSummaryRecord): [string, string][] {
  return [
    ["Model:", "MixedLM"],
    ["No. Observations:", formatFixed(n, 0)],
    ["No. Groups:", formatFixed(groups.count, 0)],
    ["Min. group size:", formatFixed(groups.min, 0)],
    ["Max. group size:", formatFixed(groups.max, 0)],
    ["Mean group size:", formatFixed(groups.mean, 1)],
    ["Dependent Variable:", dependent],
    ["Method:", method],
    ["Scale:", formatFixed(scale, 4)],
    ["Log-Likelihood:", formatFixed(logLik, 4)],
    ["Converged:", converged ? "Yes" : "No"],
  ];
}

function fixedRow({ name, estimate, stdError, z, p, low, high }: FixedEffectRow): SummaryRow {
  return { name, cells: [estimate, stdError, z, p, low, high].map(cell) };
}

function varianceRow({ name, estimate, stdError }: VarianceRow): SummaryRow {
  return { name, cells: [cell(estimate), cell(stdError), "", "", "", ""] };
}

function cell(x: number): string {
  return Number.isFinite(x) ? formatFixed(x, 3) : "";
}
