// An inference of the fixed effects -> what of it is printed: each coefficient's test by it.
import { FitError } from "../errors.ts";
import { statisticHead } from "../printing/column-heads.ts";
import type { ResultTable } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { type TTest, tTest, unitRow } from "./t-test.ts";
import type { FixedInference } from "./wald-inference.ts";

/** Makes the table. @param notes - what else is to be said of the method. */
export function inferenceTable(fit: Fit, inference: FixedInference, notes: readonly string[]): ResultTable {
  const own: Pick<FixedInference, "variance" | "df"> = {
    variance: (l) => inference.variance(l),
    df: (l) => (inference.variance(l) > 0 ? knownDf(inference, l) : Number.NaN),
  };
  const tests = fit.names.map((name, j) => ({ name, ...tTest(fit.beta, own, unitRow(fit.p, j), 0) }));
  const isKnown = ({ df }: TTest): boolean => !Number.isNaN(df);
  return {
    title: `Fixed effects by ${inference.method}`,
    columns: [
      { head: "", kind: "label" },
      { head: "Estimate", kind: "number" },
      { head: "Std. Error", kind: "number" },
      { head: "df", kind: "df" },
      { head: statisticHead(tests.filter(isKnown).map(({ df }) => df)), kind: "number" },
      { head: "p", kind: "probability" },
    ],
    rows: tests.map((test) => [
      ...[test.name, test.estimate, test.stdError],
      ...(isKnown(test) ? [test.df, test.statistic, test.pValue] : [null, null, null]),
    ]),
    notes,
  };
}

/** Degrees of freedom; NaN where residuals say nothing about the variance. */
function knownDf(inference: FixedInference, l: ArrayLike<number>): number {
  try {
    return inference.df(l);
  } catch (error) {
    if (error instanceof FitError && error.code === "no-robust-variance") return Number.NaN;
    throw error;
  }
}
