// A fit -> its fixed terms in the order in which they were written, and where all columns of the design, those that
// were left out too, stand in the columns that were kept. Moments are all that this takes, rows only where moments were
// taken of other columns than the design's.
import { designRows, type MatrixSpec } from "@mixedlm/design";
import { FormulaError, parseMixedFormula } from "@mixedlm/formula";
import { type Matrix, matrix, qrFactor, qrSolve } from "@mixedlm/linalg";
import type { Moments } from "@mixedlm/moments";
import { aliasedWithoutRows } from "../comparison/comparison-errors.ts";
import { constantColumn } from "../coordinates/independent-columns.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { regressColumns } from "../rows/regress-columns.ts";
import { columnAlgebra, type TermAlgebra } from "./column-algebra.ts";

/** The fixed terms of a fit. */
export interface FixedTerms {
  /** In the order of the formula: the intercept, then terms of one factor, of two, ... */
  readonly terms: readonly TermAlgebra[];
  /** Coefficients of all columns of the design in those that were kept, p x all. */
  readonly inKept: Matrix;
}

/**
 * Lists the fixed terms of a fit.
 *
 * @throws {@link FitError} `aliased-without-rows`.
 */
export function fixedTerms(fit: Fit): FixedTerms {
  const { fixed } = fit.design;
  const order = writtenOrder(fit.formula, fixed);
  const terms = columnAlgebra(fixed).sort((a, b) => rankOf(a, order) - rankOf(b, order));
  return { terms, inKept: inKeptColumns(fit) };
}

/** Whether a term is part of another one: the same numbers, and further categories. */
export function isContained(term: TermAlgebra, other: TermAlgebra): boolean {
  const has = (names: readonly string[], own: readonly string[]): boolean => own.every((name) => names.includes(name));
  return (
    other.categorical.length > term.categorical.length &&
    has(other.categorical, term.categorical) &&
    other.numeric.length === term.numeric.length &&
    has(other.numeric, term.numeric)
  );
}

function rankOf({ name, categorical, numeric }: TermAlgebra, order: readonly string[]): number {
  return (categorical.length + numeric.length) * order.length + order.indexOf(name);
}

/** Names of the terms as written; a formula that cannot be read again (it has a `.`) is taken in the design's order. */
function writtenOrder(formula: string, { terms }: MatrixSpec): string[] {
  const inDesign = terms.map(({ name }) => name);
  try {
    const written = parseMixedFormula(formula).fixed.rhs.map(({ factors }) => factors.map(({ name }) => name));
    const keys = written.map((names) => names.join(":") || "Intercept");
    const isWhole = inDesign.every((name) => keys.includes(name)) && keys.length === inDesign.length;
    return isWhole ? keys : inDesign;
  } catch (error) {
    if (error instanceof FormulaError) return inDesign;
    throw error;
  }
}

/** All columns of X as combinations of the kept ones. */
function inKeptColumns(fit: Fit): Matrix {
  const { moments, optimum } = partsOf(fit);
  const { kept } = optimum;
  const all = fit.design.fixed.names.length;
  const p = kept.length;
  const out = matrix(p, all);
  for (const [k, j] of kept.entries()) out.data[j * p + k] = 1;
  const left = Array.from({ length: all }, (_, j) => j).filter((j) => !kept.includes(j));
  if (left.length === 0) return out;
  const combinations = moments.fixed === null ? fromMoments(moments, kept, left) : fromRows(fit, kept, left);
  for (const [c, j] of left.entries()) out.data.set(combinations[c], j * p);
  return out;
}

/** Size of a coefficient, beside the column that it makes, below which it is rounding noise. */
const NOISE = 1e-9;

/** Coefficients of columns in others, by the products of all: about their means where a column is constant. */
function fromMoments(moments: Moments, kept: readonly number[], left: readonly number[]): Float64Array[] {
  const { layout, weight, shift, mean, cross } = moments;
  const raw = shift.map((value, j) => value + mean[j]);
  const square = (i: number, j: number): number => cross[j * (layout.p + 1) + i];
  const C = regressColumns(kept, left, { weight, raw, square }, constantColumn(moments), NOISE);
  return left.map((_, c) => Float64Array.from(C.slice(c * kept.length, (c + 1) * kept.length)));
}

/** The same from the rows. */
function fromRows(fit: Fit, kept: readonly number[], left: readonly number[]): Float64Array[] {
  const { table } = partsOf(fit);
  if (table === null) throw aliasedWithoutRows(fit.dropped);
  const { n, X } = designRows(fit.design, table, 0, table.numRows, { response: false });
  const column = (j: number): Float64Array => X.subarray(j * n, (j + 1) * n);
  const size = (j: number): number => Math.sqrt(column(j).reduce((sum, v) => sum + v * v, 0)) || 1;
  const own = matrix(n, kept.length);
  const units = kept.map(size);
  for (const [k, j] of kept.entries())
    own.data.set(
      column(j).map((v) => v / units[k]),
      k * n,
    );
  const factor = qrFactor(own, 0);
  return left.map((j) => {
    const length = size(j);
    const found = qrSolve(factor, column(j));
    return found.map((v, k) => (Math.abs(v) > NOISE * length ? v / units[k] : 0));
  });
}
