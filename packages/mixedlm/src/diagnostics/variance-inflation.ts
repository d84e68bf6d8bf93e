// How much the variances of the fixed effects grow because their columns go together: from the correlations of the
// estimates, so that the random effects count as they do in the fit. Vectors stand for the estimates, whose products
// are their covariances, and determinants are products of distances: squares of nearly dependent columns would lose
// twice the digits.
import { exp, log, matrix, qrFactor } from "@mixedlm/linalg";
import { fixedCoordinates } from "../inference/fixed-coordinates.ts";
import { unitVector } from "../inference/quadratic-form.ts";
import { unitRow } from "../inference/t-test.ts";
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
  const { row } = fixedCoordinates(fit);
  // of length 1: units of columns are none of the correlations
  const estimates = new Map(all.map((j) => [j, unitVector(row(unitRow(fit.p, j)))]));
  const rows = Object.freeze(
    own.map(({ name, columns }) => {
      const others = all.filter((j) => !columns.includes(j));
      const [alone, beside] = [[], others].map((before) => logVolume(estimates, before, columns));
      const gvif = beside === Number.NEGATIVE_INFINITY ? Number.POSITIVE_INFINITY : exp(2 * (alone - beside));
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

/**
 * The logarithm of the volume that some vectors span, as it is seen from the space of others; minus infinity where they
 * are in that.
 */
function logVolume(
  vectors: ReadonlyMap<number, Float64Array>,
  before: readonly number[],
  own: readonly number[],
): number {
  const columns = [...before, ...own].map((j) => vectors.get(j) as Float64Array);
  const p = columns[0].length;
  const all = matrix(p, columns.length);
  for (const [k, column] of columns.entries()) all.data.set(column, k * p);
  const { R, rank } = qrFactor(all, 0);
  if (rank < columns.length) return Number.NEGATIVE_INFINITY;
  return own.reduce((sum, _, k) => sum + log(Math.abs(R.data[(before.length + k) * (rank + 1)])), 0);
}
