// Fixed terms -> the columns that they would have with an indicator for every level, in the columns that were kept. What a
// term adds to others, and what can be estimated, is said of these: no coding is in them, nor which level it left out.
import { luFactor, luSolve, type Matrix, matrix, multiply } from "@mixedlm/linalg";
import { elementsOf, expansionMatrix } from "./column-algebra.ts";
import type { FixedTerms } from "./fixed-terms.ts";

/**
 * Writes the columns of all levels, term after term.
 *
 * @returns p x all: X_full = X M; null where contrasts do not tell all levels of a category apart.
 */
export function fullColumns({ terms, inKept }: FixedTerms): Matrix | null {
  const coded = terms.flatMap(({ columns }) => columns);
  const numbers = terms.flatMap(({ first, columns }) => columns.map((_, j) => first + j));
  const full = terms.flatMap((term) => term.full);
  const elements = elementsOf([...coded, ...full]);
  if (elements.size !== coded.length) return null;
  const factor = luFactor(expansionMatrix(coded, elements));
  if (factor.failedPivot >= 0) return null;
  return multiply(take(inKept, numbers), luSolve(factor, expansionMatrix(full, elements)));
}

/** Some columns of a matrix. */
export function take(A: Matrix, columns: readonly number[]): Matrix {
  const out = matrix(A.nrow, columns.length);
  for (const [k, j] of columns.entries()) out.data.set(A.data.subarray(j * A.nrow, (j + 1) * A.nrow), k * A.nrow);
  return out;
}
