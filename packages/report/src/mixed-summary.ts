// The plain numbers of a fitted mixed model come in, a table of texts goes out: statsmodels' labels and number formats.
import { alphaRange } from "./errors.ts";
import { formatFixed, formatRepr } from "./numbers/number-format.ts";
import type { SummaryRow, SummaryTable } from "./summary-table.ts";

/** A fixed effect; NaN where a number does not exist. */
export interface FixedEffectRow {
  /** The column of X that it multiplies. */
  readonly name: string;
  /** Units of the response by those of the column. */
  readonly estimate: number;
  /** Its standard error, in the same units. */
  readonly stdError: number;
  /** Estimate by standard error. */
  readonly z: number;
  /** Two-sided, of the normal distribution. */
  readonly p: number;
  /** Lower confidence limit, in the estimate's units. */
  readonly low: number;
  /** Upper confidence limit. */
  readonly high: number;
}

/** A variance or covariance of random effects, and its standard error; NaN where it does not exist. */
export interface VarianceRow {
  /** As statsmodels writes it: `g Var`, `g x x Cov`. */
  readonly name: string;
  /** Squared units of the response by those of the columns. */
  readonly estimate: number;
  /** In the same units. */
  readonly stdError: number;
}

/** The numbers that a mixed model's summary shows. */
export interface MixedSummaryRecord {
  /** Replaces "Mixed Linear Model Regression Results". */
  readonly title?: string;
  /** Name of the response. */
  readonly dependent: string;
  /** Which likelihood was maximised. */
  readonly method: "REML" | "ML";
  /** Number of rows used. */
  readonly n: number;
  /** The groups and their sizes. */
  readonly groups: {
    /** How many there are. */
    readonly count: number;
    /** Rows of the smallest. */
    readonly min: number;
    /** Rows of the largest. */
    readonly max: number;
    /** Rows of a group on average. */
    readonly mean: number;
  };
  /** Residual variance, squared units of the response. */
  readonly scale: number;
  /** Log-likelihood; the restricted one under REML. */
  readonly logLik: number;
  /** Whether the search ended at an optimum. */
  readonly converged: boolean;
  /** Significance level of the confidence limits, 0.05 for 95 %. */
  readonly alpha: number;
  /** Fixed effects, in the order of X's columns. */
  readonly fixed: readonly FixedEffectRow[];
  /** Variances and covariances of random effects, printed below the fixed effects. */
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
