// Fixed terms -> the columns that they would have with an indicator for every level, in the columns that were kept.
// What a term adds to others, and what can be estimated, is said of these: no coding is in them, nor which level it
// left out.
import { luFactor, luSolve, type Matrix, matrix, multiply } from "@mixedlm/linalg";
import { type Expansion, elementsOf, expansionMatrix, type TermAlgebra } from "./column-algebra.ts";
import type { FixedTerms } from "./fixed-terms.ts";

/**
 * Writes the columns of all levels, term after term.
 *
 * @returns p x all: X_full = X M; null where contrasts do not tell all levels of a category apart.
 */
export function fullColumns({ terms, inKept }: FixedTerms): Matrix | null {
  const { coded, numbers } = codedColumns(terms);
  const full = terms.flatMap((term) => term.full);
  const elements = elementsOf([...coded, ...full]);
  if (elements.size !== coded.length) return null;
  const factor = luFactor(expansionMatrix(coded, elements));
  if (factor.failedPivot >= 0) return null;
  return multiply(take(inKept, numbers), luSolve(factor, expansionMatrix(full, elements)));
}

/** Makes a function that gives the numbers of a term's columns among those of all levels. */
export function fullNumbers({ terms }: Pick<FixedTerms, "terms">): (term: TermAlgebra) => readonly number[] {
  let next = 0;
  const numbers = new Map(terms.map((term) => [term, term.full.map(() => next++)]));
  return (term) => numbers.get(term)!;
}

/** What the columns of the design are made of, term after term, and their numbers. */
export function codedColumns(terms: readonly TermAlgebra[]): {
  readonly coded: readonly Expansion[];
  readonly numbers: readonly number[];
} {
  return {
    coded: terms.flatMap(({ columns }) => columns),
    numbers: terms.flatMap(({ first, columns }) => columns.map((_, j) => first + j)),
  };
}

/** Some columns of a matrix. */
export function take(A: Matrix, columns: readonly number[]): Matrix {
  const out = matrix(A.nrow, columns.length);
  for (const [k, j] of columns.entries()) out.data.set(A.data.subarray(j * A.nrow, (j + 1) * A.nrow), k * A.nrow);
  return out;
}
