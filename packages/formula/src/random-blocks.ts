// Random terms of either manner -> blocks that say what they are, so that a component of statsmodels and a bar of lme4
// that mean the same become the same block. A component codes its categories inside each group: `0 + C(b):x` in groups
// `a` is one slope of x for each combination of a and b, which is the bar `(0 + x | b:a)`.

import { factorKind, factorMeaning, learningPart } from "./factor-meaning.ts";
import type { Place } from "./formula-error.ts";
import type { RandomTerm } from "./random.ts";
import type { Factor, Term } from "./terms.ts";

/** What is known of the table's columns. */
export interface ColumnKinds {
  readonly isCategory: (column: string) => boolean;
  /** Whether all rows have the same value, so that the column groups nothing. */
  readonly isConstant: (column: string) => boolean;
}

/**
 * A random term by its meaning.
 *
 * `single`: one column, the product of `factors` (none: the intercept), with one variance over the levels of `groups`.
 * `correlated`: the columns of `terms` with one covariance matrix. `shared`: columns of several kinds with one variance,
 * coded inside each group.
 */
export type RandomBlock = {
  readonly term: RandomTerm;
  /** Columns whose combinations are the levels, the innermost first; constant ones left out. */
  readonly groups: readonly string[];
} & (
  | { readonly kind: "single"; readonly factors: readonly Factor[] }
  | { readonly kind: "correlated"; readonly terms: readonly Term[] }
  | { readonly kind: "shared"; readonly terms: readonly Term[] }
);

/** Tells what a random term is. */
export function randomBlock(term: RandomTerm, kinds: ColumnKinds): RandomBlock {
  const groups = distinct(term.group.map(groupColumn)).filter((column) => !kinds.isConstant(column));
  const [only] = term.terms;
  const isAlone = only !== undefined && term.terms.length === 1;
  const kindOf = (factor: Factor) => factorKind(factor.expression, kinds.isCategory);
  if (term.covariance === "us") {
    return isAlone && only.factors.every((factor) => kindOf(factor) === "number")
      ? { term, groups, kind: "single", factors: only.factors }
      : { term, groups, kind: "correlated", terms: term.terms };
  }
  const shared: RandomBlock = { term, groups, kind: "shared", terms: term.terms };
  if (!isAlone) return shared;
  const inner = only.factors.filter((factor) => kindOf(factor) === "category");
  const numbers = only.factors.filter((factor) => kindOf(factor) === "number");
  const columns = inner.map(indicatorColumn);
  const isRowwise = numbers.every((factor) => learningPart(factor.expression) === null);
  if (inner.length + numbers.length < only.factors.length || columns.includes(null) || !isRowwise) return shared;
  const added = (columns as string[]).filter((column) => !kinds.isConstant(column));
  return { term, groups: distinct([...added, ...groups]), kind: "single", factors: numbers };
}

/** Where a random term stands in the text that it was written in. */
export function placeOfTerm({ source, span }: RandomTerm): Place {
  return { source, span };
}

/** The column that a grouping factor is: bars and `groups` both take columns. */
function groupColumn({ name, expression }: Factor): string {
  const meaning = factorMeaning(expression);
  return meaning.kind === "column" ? meaning.name : name;
}

/** The column whose levels a category stands for, each with a column of zeros and ones; null for other codings. */
export function indicatorColumn({ expression }: Factor): string | null {
  const meaning = factorMeaning(expression);
  if (meaning.kind === "column") return meaning.name;
  if (meaning.kind !== "category" || meaning.contrast.kind !== "treatment" || meaning.levels !== null) return null;
  const of = factorMeaning(meaning.of);
  return of.kind === "column" ? of.name : null;
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
