// Type III: estimable functions of a term. With an indicator for every level the columns of the model depend on each
// other, and what can be estimated are the combinations l'gamma of their coefficients with l in the row space of that
// matrix. A term's functions have no part outside the term and those that contain it, and are orthogonal to the
// functions of those that contain it alone. Neither the coding of contrasts nor the order of terms is in this
// definition. Goodnight (1978), SAS Technical Report R-101, "Tests of Hypotheses in Fixed Effects Linear Models".
import { hypot, type Matrix, matrix, maxAbs, multiply, multiplyTransposed } from "@mixedlm/linalg";
import { noTypeThree } from "../comparison/comparison-errors.ts";
import { internalCoefficientMap } from "../coordinates/fixed-basis.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { numericPart, type TermAlgebra } from "./column-algebra.ts";
import { type FixedTerms, isContained } from "./fixed-terms.ts";
import { codedColumns, fullColumns, fullNumbers, take } from "./full-columns.ts";
import { orthogonalComplement } from "./orthogonal-complement.ts";

/**
 * Makes the type III hypotheses of terms.
 *
 * @returns p x rank each, combinations of the coefficients in columns.
 * @throws {@link FitError} `no-type-iii`.
 */
export function estimableFunctions(fit: Fit, fixed: FixedTerms, wanted: readonly TermAlgebra[]): Matrix[] {
  const { terms } = fixed;
  const { M, unit } = overparametrised(fit, fixed);
  const numbersOf = fullNumbers(fixed);
  return wanted.map((term) => {
    const above = terms.filter((other) => isContained(term, other));
    const outside = terms.filter((other) => other !== term && !above.includes(other));
    const of = (some: readonly TermAlgebra[]): Matrix => take(M, some.flatMap(numbersOf));
    // combinations a of the coefficients: l = M'a
    const own = orthogonalComplement(of(outside));
    const a = above.length === 0 ? own : withoutHigher(own, of([...outside, term]), of([term, ...above]));
    for (let j = 0; j < a.ncol; j++) for (let i = 0; i < a.nrow; i++) a.data[j * a.nrow + i] *= unit[i];
    return a;
  });
}

/**
 * Of combinations of a term and those above it, the ones whose functions are orthogonal to those of the terms above
 * alone.
 */
function withoutHigher(own: Matrix, below: Matrix, part: Matrix): Matrix {
  const higher = orthogonalComplement(below);
  const overlap = multiplyTransposed(multiplyTransposed(part, own), multiplyTransposed(part, higher));
  return multiply(own, orthogonalComplement(overlap));
}

/** The columns with an indicator for every level, term after term: X_full = X M, p x all, columns free of units. */
interface Overparametrised {
  readonly M: Matrix;
  /** Units that the rows are in. */
  readonly unit: Float64Array;
}

function overparametrised(fit: Fit, fixed: FixedTerms): Overparametrised {
  const { terms } = fixed;
  const { coded, numbers } = codedColumns(terms);
  const full = terms.flatMap((term) => term.full);
  const M = fullColumns(fixed);
  if (M === null) throw noTypeThree(fit.formula);
  const { kept } = partsOf(fit).optimum;
  const position = new Map(numbers.map((j, k) => [j, k]));
  const rows = kept.map((j) => numberOf(coded[position.get(j)!]));
  const columns = full.map(numberOf);
  const units = numberUnits(fit, terms, M);
  const unit = Float64Array.from(rows, (name) => units.get(name) ?? 1);
  for (const [j, name] of columns.entries())
    for (let i = 0; i < M.nrow; i++) M.data[j * M.nrow + i] *= unit[i] / (units.get(name) ?? 1);
  return { M, unit };
}

/** The product of numeric columns that is in a column; empty for none. */
function numberOf(expansion: ReadonlyMap<string, number>): string {
  const [element] = expansion.keys();
  return element === undefined ? "" : numericPart(element);
}

/** Sizes of the products of numeric columns: root sums of squares over all cells of a term that has them. */
function numberUnits(fit: Fit, terms: readonly TermAlgebra[], M: Matrix): Map<string, number> {
  const { fixed, p } = partsOf(fit).optimum.engine.products;
  const internal = multiply(matrix(p, p, internalCoefficientMap(fixed)), M);
  const XX = matrix(p, p);
  for (let j = 0; j < p; j++) for (let i = 0; i < p; i++) XX.data[j * p + i] = fixed.XX[j * (p + 1) + i];
  const products = multiply(XX, internal);
  const sizes = new Map<string, number>();
  let at = 0;
  for (const { full } of terms) {
    const own = new Map<string, number>();
    for (const column of full) {
      const name = numberOf(column);
      const [left, right] = [internal, products].map(({ data }) => data.subarray(at * p, (at + 1) * p));
      // squares of large units may be no numbers
      const unit = maxAbs(left) || 1;
      let square = 0;
      for (let i = 0; i < p; i++) square += (left[i] / unit) * (right[i] / unit);
      own.set(name, hypot(own.get(name) ?? 0, unit * Math.sqrt(Math.max(0, square))));
      at += 1;
    }
    for (const [name, size] of own) if (!sizes.has(name)) sizes.set(name, size);
  }
  const ones = sizes.get("") ?? Math.max(...sizes.values());
  // the scale of y is in all of them, and cancels
  return new Map([...sizes].map(([name, size]) => [name, size / ones || 1]));
}
