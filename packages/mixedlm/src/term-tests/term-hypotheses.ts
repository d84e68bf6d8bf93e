// A fit -> the hypothesis of each fixed term: combinations of the coefficients that are 0 where the term has no effect,
// of type I, II or III. Hypotheses are spaces; the rows that stand for them are those of lmerTest where there is a
// choice. Types as in SAS: Goodnight (1978), SAS Technical Report R-101; Goodnight (1980), Commun. Stat. A9, 167-180.
import { type Matrix, matrix, multiplyTransposed } from "@mixedlm/linalg";
import { checkOptions, oneOf } from "../calls/option-checks.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import type { TermAlgebra } from "./column-algebra.ts";
import { echelonRows, leadingRows } from "./echelon-rows.ts";
import { estimableFunctions } from "./estimable-functions.ts";
import { type FixedTerms, fixedTerms, isContained } from "./fixed-terms.ts";
import { projectedTerms } from "./projected-terms.ts";
import { type TreatmentCoding, treatmentCoding } from "./treatment-coding.ts";

/** Which hypothesis of a term is meant; see {@link termHypotheses}. */
export type SumsOfSquares = "I" | "II" | "III";

/** What is tested of a term. */
export interface TermHypothesis {
  /** As `fit.design` names it, such as `recipe:temperature`. */
  readonly term: string;
  /**
   * Independent combinations of `fit.beta`, each of length p; none where other terms hold all that the term could
   * explain.
   */
  readonly L: readonly (readonly number[])[];
}

/** What can be chosen about hypotheses of terms. */
export interface HypothesisOptions {
  /** Default III. */
  readonly type?: SumsOfSquares | undefined;
}

/**
 * Makes the hypotheses of the terms of the fixed effects, in the order of the formula; the intercept has none.
 *
 * - `I`: the term after those before it (main effects first, then products of two, ...).
 * - `II`: the term after all others that do not contain it. Both in the metric of X'WX, W the weights.
 * - `III`: estimable functions of the term and of those that contain it, orthogonal to the functions of the latter:
 *   with rows in every cell, that unweighted means of the term's cells are equal. The coding of categories does not
 *   matter.
 *
 * A term contains another when it has the same numeric factors and more categorical ones.
 *
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`; `no-type-iii` for a category whose contrasts
 *   do not tell all levels apart; `aliased-without-rows`.
 */
export function termHypotheses(fit: Fit, options: HypothesisOptions = {}): readonly TermHypothesis[] {
  partsOf(fit);
  checkOptions("termHypotheses", options, { type: oneOf(["I", "II", "III"]) });
  return hypothesesOf(fit, options.type ?? "III");
}

/** The hypotheses of a type. */
export function hypothesesOf(fit: Fit, type: SumsOfSquares): readonly TermHypothesis[] {
  const fixed = fixedTerms(fit);
  const tested = fixed.terms.filter(({ categorical, numeric }) => categorical.length + numeric.length > 0);
  const spaces = type === "III" ? estimableFunctions(fit, fixed, tested) : sequentialSpaces(fit, fixed, tested, type);
  const coding = type === "III" ? treatmentCoding(fit) : null;
  return Object.freeze(
    tested.map((term, t) => {
      const isLast = !fixed.terms.some((other) => isContained(term, other));
      const rows = type === "III" || (type === "II" && isLast) ? reducedRows : leadingRows;
      const L = rows(spaces[t], fit.stdError, ownColumns(fit, term), coding).map((row) => Object.freeze(row));
      return Object.freeze({ term: term.name, L: Object.freeze(L) });
    }),
  );
}

/**
 * Rows of type III are reduced in the coefficients of treatment coding, whatever the coding is: where a test's degrees
 * of freedom depend on which rows stand for a hypothesis, as Satterthwaite's do a little, they do not depend on the
 * coding.
 */
function reducedRows(
  space: Matrix,
  sizes: readonly number[],
  own: readonly number[],
  coding: TreatmentCoding | null,
): number[][] {
  if (coding === null) return echelonRows(space, sizes, own);
  const rows = echelonRows(multiplyTransposed(coding.inverse, space), coding.stdError, own);
  return rows.map((row) => {
    const back = multiplyTransposed(coding.T, matrix(row.length, 1, Float64Array.from(row)));
    return Array.from(back.data);
  });
}

/** Type I and II differ in what comes before a term. */
function sequentialSpaces(fit: Fit, fixed: FixedTerms, tested: readonly TermAlgebra[], type: "I" | "II"): Matrix[] {
  const { terms } = fixed;
  const before = (term: TermAlgebra): TermAlgebra[] =>
    type === "I"
      ? terms.slice(0, terms.indexOf(term))
      : terms.filter((other) => other !== term && !isContained(term, other));
  return projectedTerms(
    fit,
    fixed,
    tested.map((term) => ({ term, before: before(term) })),
  );
}

/** Positions of a term's columns among those that were kept. */
function ownColumns(fit: Fit, { first, columns }: TermAlgebra): number[] {
  const { kept } = partsOf(fit).optimum;
  return kept.flatMap((j, k) => (j >= first && j < first + columns.length ? [k] : []));
}
