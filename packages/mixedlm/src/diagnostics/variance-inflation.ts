// How much the variances of the fixed effects grow because their columns go together: from the correlations of the
// estimates, so that the random effects count as they do in the fit.
import { choleskyFactorInPlace, choleskyLogdet, exp, log, type Matrix, matrix } from "@mixedlm/linalg";
import { type Printed, printed, type ResultTable } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";

/** One term of the fixed effects. */
export interface InflationRow {
  /** Name of the term, as in the formula. */
  readonly term: string;
  /** Columns of the term that the fit kept. */
  readonly df: number;
  /** The generalised factor: det(R_own) det(R_others) / det(R); of one column the usual factor. 1: alone. */
  readonly gvif: number;
  /** gvif^(1 / (2 df)), comparable between terms: times a standard error of the term grows. */
  readonly perStdError: number;
}

/** Inflation factors of the terms. */
export interface VarianceInflation extends Printed {
  /** One row for each term with columns, the intercept left aside. */
  readonly rows: readonly InflationRow[];
}

/**
 * Computes generalised variance inflation factors of the terms of the fixed effects, the intercept left aside.
 *
 * @returns a row for each term with columns; `gvif` is infinite where a term is, up to rounding, a combination of
 *   others.
 * @throws {@link FitError} `not-a-fit`.
 * @see Fox & Monette (1992), J. Am. Stat. Assoc. 87, 178-183.
 */
export function varianceInflation(fit: Fit): VarianceInflation {
  const { kept } = partsOf(fit).optimum;
  const { terms } = fit.design.fixed;
  const own = terms
    .filter(({ subterms }) => subterms.some(({ factors }) => factors.length > 0))
    .map(({ name, slice: [start, stop] }) => ({
      name,
      columns: [...kept.keys()].filter((j) => kept[j] >= start && kept[j] < stop),
    }))
    .filter(({ columns }) => columns.length > 0);
  const all = own.flatMap(({ columns }) => columns);
  const { vcov } = fit;
  const whole = logDeterminant(vcov, all);
  const rows = Object.freeze(
    own.map(({ name, columns }) => {
      const others = all.filter((j) => !columns.includes(j));
      const gvif = exp(logDeterminant(vcov, columns) + logDeterminant(vcov, others) - whole);
      return Object.freeze({
        term: name,
        df: columns.length,
        gvif,
        perStdError: exp(log(gvif) / (2 * columns.length)),
      });
    }),
  );
  return printed({ rows }, tables);
}

function tables({ rows }: Pick<VarianceInflation, "rows">): ResultTable[] {
  return [
    {
      title: "Generalised variance inflation factors",
      columns: [
        { head: "", kind: "label" },
        { head: "Columns", kind: "count" },
        { head: "GVIF", kind: "number" },
        { head: "GVIF^(1/2df)", kind: "number" },
      ],
      rows: rows.map(({ term, df, gvif, perStdError }) => [term, df, gvif, perStdError]),
      notes: [],
    },
  ];
}

/** log det of the correlations of some estimates; minus infinity where they are dependent. */
function logDeterminant({ data, nrow }: Matrix, columns: readonly number[]): number {
  const k = columns.length;
  const R = matrix(k, k);
  for (const [j, b] of columns.entries())
    for (const [i, a] of columns.entries())
      R.data[j * k + i] = data[b * nrow + a] / Math.sqrt(data[a * (nrow + 1)] * data[b * (nrow + 1)]);
  return choleskyFactorInPlace(R.data, k) >= 0 ? Number.NEGATIVE_INFINITY : choleskyLogdet(R.data, k);
}
