// An inference of the fixed effects -> what of it is printed: each coefficient's test by it.
import { studentSf } from "../distributions/continuous.ts";
import { FitError } from "../errors.ts";
import { statisticHead } from "../printing/column-heads.ts";
import type { ResultTable } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import type { FixedInference } from "./wald-inference.ts";

/** Makes the table. @param notes - what else is to be said of the method. */
export function inferenceTable(fit: Fit, inference: FixedInference, notes: readonly string[]): ResultTable {
  const tests = fit.names.map((name, j) => {
    const l = fit.names.map((_, i) => Number(i === j));
    const stdError = Math.sqrt(inference.variance(l));
    const df = stdError > 0 ? knownDf(inference, l) : null;
    const statistic = df === null ? null : fit.beta[j] / stdError;
    return { name, estimate: fit.beta[j], stdError, df, statistic };
  });
  return {
    title: `Fixed effects by ${inference.method}`,
    columns: [
      { head: "", kind: "label" },
      { head: "Estimate", kind: "number" },
      { head: "Std. Error", kind: "number" },
      { head: "df", kind: "df" },
      { head: statisticHead(tests.map(({ df }) => df)), kind: "number" },
      { head: "p", kind: "probability" },
    ],
    rows: tests.map(({ name, estimate, stdError, df, statistic }) => [
      ...[name, estimate, stdError, df, statistic],
      df === null || statistic === null ? null : 2 * studentSf(Math.abs(statistic), df),
    ]),
    notes,
  };
}

/** Degrees of freedom; null where residuals say nothing about the variance. */
function knownDf(inference: FixedInference, l: readonly number[]): number | null {
  try {
    return inference.df(l);
  } catch (error) {
    if (error instanceof FitError && error.code === "no-robust-variance") return null;
    throw error;
  }
}
