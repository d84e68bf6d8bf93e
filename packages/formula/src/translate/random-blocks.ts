// Random terms of either manner -> blocks that say what they are, so that a component of statsmodels and a bar of lme4
// that mean the same become the same block. A component codes its categories inside each group: `0 + C(b):x` in groups
// `a` is one slope of x for each combination of a and b, which is the bar `(0 + x | b:a)`. So is
// `homdiag(0 + C(b):x | a)`.

import type { Place } from "../formula-error.ts";
import type { CovarianceStructure } from "../syntax/ast.ts";
import type { RandomTerm } from "../terms/random-term.ts";
import type { Factor, Term } from "../terms/terms.ts";
import { factorKind, factorMeaning, learningPart } from "./factor-meaning.ts";

/** What is known of the table's columns. */
export interface ColumnKinds {
  readonly isCategory: (column: string) => boolean;
  /** Whether all rows have the same value, so that the column groups nothing. */
  readonly isConstant: (column: string) => boolean;
}

/** Structures that stay what they are when there is more than one column. */
type Structured = Exclude<CovarianceStructure, "us">;

/**
 * A random term, or a part of it that is independent of the rest, by its meaning.
 *
 * `single`: one column, the product of `factors` (none: the intercept), with one variance over the levels of `groups`.
 * `correlated`: the columns of `terms` with one covariance matrix. `structured`: the same with a matrix of that form.
 * `shared`: columns of several kinds with one variance, coded inside each group.
 */
export type RandomBlock = {
  readonly term: RandomTerm;
  /** Columns whose combinations are the levels, the innermost first; constant ones left out. */
  readonly groups: readonly string[];
} & (
  | { readonly kind: "single"; readonly factors: readonly Factor[] }
  | { readonly kind: "correlated"; readonly terms: readonly Term[] }
  | { readonly kind: "structured"; readonly terms: readonly Term[]; readonly covariance: Structured }
  | { readonly kind: "shared"; readonly terms: readonly Term[] }
);

type Single = Extract<RandomBlock, { kind: "single" }>;

/**
 * Tells what a random term is.
 *
 * @returns one block, or one for each column of a `diag` term of numbers.
 */
export function randomBlocks(term: RandomTerm, kinds: ColumnKinds): RandomBlock[] {
  const { terms, covariance } = term;
  const groups = distinct(term.group.map(groupColumn)).filter((column) => !kinds.isConstant(column));
  if (covariance === "component") {
    return [cellsBlock(term, groups, kinds) ?? { term, groups, kind: "shared", terms }];
  }
  if ((terms.length === 1 || covariance === "diag") && isOfNumbers(terms, kinds)) {
    return terms.map(({ factors }) => ({ term, groups, kind: "single", factors }));
  }
  if (covariance === "us") return [{ term, groups, kind: "correlated", terms }];
  const cells = covariance === "homdiag" ? cellsBlock(term, groups, kinds) : null;
  return [cells ?? { term, groups, kind: "structured", terms, covariance }];
}

/** Tells whether each term is one column of numbers. */
export function isOfNumbers(terms: readonly Term[], { isCategory }: ColumnKinds): boolean {
  return terms.every(({ factors }) =>
    factors.every(({ expression }) => factorKind(expression, isCategory) === "number"),
  );
}

/** One term of numbers and categories, all columns independent with one variance, as one column of smaller groups. */
function cellsBlock(term: RandomTerm, groups: readonly string[], kinds: ColumnKinds): Single | null {
  const [only] = term.terms;
  if (only === undefined || term.terms.length > 1) return null;
  const kindOf = (factor: Factor) => factorKind(factor.expression, kinds.isCategory);
  const inner = only.factors.filter((factor) => kindOf(factor) === "category");
  const numbers = only.factors.filter((factor) => kindOf(factor) === "number");
  const columns = inner.map(indicatorColumn);
  // a component learns in each group, a bar over all rows
  const isRowwise =
    term.covariance !== "component" || numbers.every(({ expression }) => learningPart(expression) === null);
  if (inner.length + numbers.length < only.factors.length || columns.includes(null) || !isRowwise) return null;
  const added = (columns as string[]).filter((column) => !kinds.isConstant(column));
  return { term, groups: distinct([...added, ...groups]), kind: "single", factors: numbers };
}

/** Where a random term stands in the text that it was written in. */
export function placeOfRandomTerm({ source, span }: RandomTerm): Place {
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
