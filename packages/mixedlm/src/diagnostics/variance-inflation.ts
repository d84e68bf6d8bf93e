// How much the variances of the fixed effects grow because their columns go together: from the correlations of the
// estimates, so that the random effects count as they do in the fit. Vectors stand for the estimates, whose products
// are their covariances, and determinants are products of distances: squares of nearly dependent columns would lose
// twice the digits. What others leave of some estimates is in the duals of the vectors, so that one factorisation
// serves all terms.
import { exp, log, lowerInverseInPlace, type Matrix, matrix, qrFactor, transpose } from "@mixedlm/linalg";
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
  const estimates = all.map((j) => unitVector(row(unitRow(fit.p, j))));
  const duals = dualVectors(estimates);
  const rows = Object.freeze(
    own.map(({ name, columns }) => {
      const [alone, beside] = [estimates, duals].map((vectors) =>
        logVolume(columns.map((j) => vectors[all.indexOf(j)])),
      );
      const gvif = exp(2 * (alone + beside));
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

/** Vectors whose products are the inverse of those of some vectors; all infinite where these are dependent. */
function dualVectors(vectors: readonly Float64Array[]): Float64Array[] {
  const k = vectors.length;
  if (k === 0) return [];
  const { R, rank } = qrFactor(fromVectors(vectors), 0);
  if (rank < k) return vectors.map(() => new Float64Array(k).fill(Number.POSITIVE_INFINITY));
  // R^-T, column by column: (R'R)^-1 is R^-1 R^-T
  const L = transpose(R).data;
  lowerInverseInPlace(L, k);
  return vectors.map((_, j) => L.slice(j * k, (j + 1) * k));
}

/** The logarithm of the volume that independent vectors span; infinite of infinite ones. */
function logVolume(vectors: readonly Float64Array[]): number {
  if (vectors.some((vector) => !vector.every(Number.isFinite))) return Number.POSITIVE_INFINITY;
  const { R, rank } = qrFactor(fromVectors(vectors), 0);
  return vectors.reduce((sum, _, j) => sum + log(Math.abs(R.data[j * (rank + 1)])), 0);
}

function fromVectors(vectors: readonly Float64Array[]): Matrix {
  const p = vectors[0].length;
  const all = matrix(p, vectors.length);
  for (const [k, vector] of vectors.entries()) all.data.set(vector, k * p);
  return all;
}
