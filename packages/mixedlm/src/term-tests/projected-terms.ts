// Type I and II: what a term adds to the column space of others, in the metric of X'WX. Everything is in internal
// coordinates, where columns are centred and of unit size (or orthogonal), so that no digits are lost to a column's
// origin.
import { choleskyFactorInPlace, type Matrix, matrix, multiply, multiplyTransposed, scaled } from "@mixedlm/linalg";
import { internalCoefficientMap, residualUnit } from "../coordinates/fixed-basis.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { isSpannedBy, type TermAlgebra } from "./column-algebra.ts";
import type { FixedTerms } from "./fixed-terms.ts";
import { fullColumns, fullNumbers, take } from "./full-columns.ts";
import { columnBasis } from "./orthogonal-complement.ts";

/** A term, and the terms that it comes after. */
export interface TermAfter {
  readonly term: TermAlgebra;
  readonly before: readonly TermAlgebra[];
}

/**
 * Makes the hypotheses of terms that come after others: X'W Xv for the combinations v of columns that the term adds,
 * those orthogonal to all columns before it. In order: the rows of Doolittle's L'.
 *
 * @returns p x rank each, combinations of the coefficients in columns.
 */
export function projectedTerms(fit: Fit, fixedTerms: FixedTerms, wanted: readonly TermAfter[]): Matrix[] {
  const { engine } = partsOf(fit).optimum;
  const { fixed, p } = engine.products;
  const L = matrix(p, p);
  for (let j = 0; j < p; j++) for (let i = j; i < p; i++) L.data[j * p + i] = fixed.XX[j * (p + 1) + i];
  choleskyFactorInPlace(L.data, p);
  for (let j = 0; j < p; j++) L.data.fill(0, j * p, j * p + j);
  const toInternal = scaled(matrix(p, p, internalCoefficientMap(fixed)), residualUnit(fixed));
  const coded = multiply(toInternal, fixedTerms.inKept);
  return wanted.map(({ term, before }) => {
    // a coding that leans on terms that are not among these would say what the term adds to one level of another
    const isOwn = isWhole(before) && isWhole([...before, term]);
    // null: the columns as they are coded
    const full = isOwn ? null : fullColumns(fixedTerms);
    const internal = full === null ? coded : multiply(toInternal, full);
    const numbers = full === null ? columnNumbers : fullNumbers(fixedTerms);
    const first = before.flatMap(numbers);
    const columns = take(internal, [...first, ...numbers(term)]);
    // the constant column is orthogonal to the others: what it has of them is their origin, nothing else
    if (fixed.constant >= 0 && first.some((j) => isOnly(internal, j, fixed.constant)))
      clearRow(columns, fixed.constant);
    const { pivot, rank, vectors } = columnBasis(multiplyTransposed(L, columns));
    // those of the columns before come first
    const own = vectors(pivot.filter((j) => j < first.length).length, rank);
    return multiplyTransposed(toInternal, multiply(L, own));
  });
}

/** Whether some terms by themselves, as they are coded, hold the indicators of all of their levels. */
function isWhole(terms: readonly TermAlgebra[]): boolean {
  return isSpannedBy(
    terms.flatMap(({ full }) => full),
    terms.flatMap(({ columns }) => columns),
  );
}

/** Numbers of a term's columns in the design. */
function columnNumbers({ first, columns }: TermAlgebra): number[] {
  return columns.map((_, j) => first + j);
}

/** Whether a column is a multiple of the constant one. */
function isOnly({ data, nrow }: Matrix, column: number, row: number): boolean {
  const own = data.subarray(column * nrow, (column + 1) * nrow);
  return own[row] !== 0 && own.every((value, i) => i === row || value === 0);
}

/** Takes the constant's part away from all columns but those that are nothing else. */
function clearRow(A: Matrix, row: number): void {
  for (let j = 0; j < A.ncol; j++) if (!isOnly(A, j, row)) A.data[j * A.nrow + row] = 0;
}
