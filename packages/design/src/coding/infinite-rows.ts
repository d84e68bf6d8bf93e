// Rows where a number is infinite: its product with a level's 0 is NaN, not 0, as in patsy. A matrix is filled with
// what a level has, the rest being 0, so the few rows that this concerns are multiplied out here.

import type { FactorSpec, MatrixSpec, Rank, SubtermSpec } from "../design.ts";
import { codeLevels, codingWidth, indicatorColumn, rankOf } from "./contrasts.ts";
import type { CodedFactor } from "./entries.ts";

/** A factor of a sub-term, with its values on n rows. */
interface Coded {
  readonly spec: FactorSpec;
  readonly rank: Rank;
  readonly values: CodedFactor;
}

/**
 * Writes the products of infinite numbers and levels into a matrix that is filled otherwise.
 *
 * @param X - n x p column-major.
 * @param factors - the values of the matrix' factors, in their order, n of each.
 */
export function fillInfiniteRows(X: Float64Array, n: number, spec: MatrixSpec, factors: readonly CodedFactor[]): void {
  const places = new Map(spec.factors.map(({ name }, f) => [name, f]));
  for (const { slice, subterms } of spec.terms) {
    let offset = slice[0];
    for (const subterm of subterms) {
      const product = codedFactors(subterm, places, spec, factors);
      if (product.some(({ values }) => values.kind === "categorical")) multiplyOut(X, n, offset, product, spec.source);
      offset += product.reduce((width, factor) => width * widthOf(factor), 1);
    }
  }
}

/** @param places - numbers of the matrix' factors, by name: there may be thousands. */
function codedFactors(
  { factors }: SubtermSpec,
  places: ReadonlyMap<string, number>,
  spec: MatrixSpec,
  values: readonly CodedFactor[],
): Coded[] {
  return factors.map(({ factor, coding }) => {
    const f = places.get(factor)!;
    return { spec: spec.factors[f]!, rank: rankOf(coding), values: values[f]! };
  });
}

function widthOf({ spec, rank }: Coded): number {
  return spec.kind === "numeric" ? spec.width : codingWidth(spec.contrast, spec.levels.length, rank);
}

/** The rows of one sub-term that hold an infinite number; the left-most factor's column varies fastest. */
function multiplyOut(X: Float64Array, n: number, offset: number, product: readonly Coded[], source: string): void {
  const numbers = product.flatMap(({ values }) => (values.kind === "numeric" ? values.columns : []));
  if (numbers.every(hasNoInfinity)) return;
  const pieces = product.map((factor) => pieceOf(factor, source));
  for (let i = 0; i < n; i++) {
    if (numbers.every((column) => Number.isFinite(column[i]))) continue;
    const row = pieces.reduce((left, piece) => piece(i).flatMap((b) => left.map((a) => a * b)), [1]);
    for (const [j, value] of row.entries()) X[(offset + j) * n + i] = value;
  }
}

function hasNoInfinity(column: Float64Array): boolean {
  for (const number of column) if (!Number.isFinite(number)) return false;
  return true;
}

/** The columns of one factor, row by row. */
function pieceOf(factor: Coded, source: string): (row: number) => number[] {
  const { spec, rank, values } = factor;
  if (values.kind === "numeric") return (row) => values.columns.map((column) => column[row]!);
  if (spec.kind === "numeric") return () => [];
  const coding = codeLevels(spec.contrast, spec.levels, spec.dataType, rank, { source, span: spec.expression.span });
  return (row) => {
    const code = values.codes[row]!;
    if (coding.kind === "matrix") return [...(coding.rows[code] ?? [])];
    const one = indicatorColumn(code, coding.omitted);
    return coding.suffixes.map((_, column) => (column === one ? 1 : 0));
  };
}
