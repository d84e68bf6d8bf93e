// Terms whose columns follow from those of other terms: constants beside an intercept, multiples of another column, a
// number or a category that a finer category decides. The design has them all; no fit can tell their effects apart.
import type { Term } from "@mixedlm/formula";
import { spanOfTerm } from "../places.ts";
import { isConstantWithin } from "./lint-classes.ts";
import { countColumns, type LintFacts, type Part } from "./lint-facts.ts";
import type { LintFinding } from "./lint-messages.ts";
import * as messages from "./lint-messages.ts";

/** Most terms of one part that are compared with each other. */
const COMPARED = 300;

/** A term of one numeric column, and its values. */
interface NumericTerm {
  readonly term: Term;
  readonly values: ArrayLike<number>;
}

/**
 * Looks for terms that follow from another term of their part.
 *
 * @param isFixed - whether constant terms count; a constant random effect is a random intercept's concern.
 * @returns at most one finding a term.
 */
export function dependentTerms(facts: LintFacts, part: Part, isFixed: boolean): LintFinding[] {
  const terms = part.terms.filter(({ factors }) => factors.length > 0).slice(0, COMPARED);
  const hasConstant = spansConstant(facts, part);
  const categories = terms.filter((term) => isCategory(facts, term));
  const before: NumericTerm[] = [];
  return terms.flatMap((term) => {
    const at = { source: part.source, span: spanOfTerm(term)! };
    const values = numericValues(facts, term);
    const constant = constantOf(facts, part, term, values);
    if (constant !== undefined) {
      const isEmpty = isFixed && (constant === 0 || hasConstant);
      return isEmpty ? [messages.constantColumn(at, term, constant)] : [];
    }
    const decisive = categories.find((other) => decides(facts, other, term, terms));
    if (decisive !== undefined) return [messages.dependentColumn(at, term, decisive, "level")];
    if (values === null) return [];
    for (const other of before) {
      const how = isSpelling(facts, other.term, term) ? null : dependence(values, other.values, hasConstant);
      if (how !== null) return [messages.dependentColumn(at, term, other.term, how)];
    }
    before.push({ term, values });
    return [];
  });
}

/** Whether the columns of a part add up to a constant: an intercept, or all levels of a category. */
export function spansConstant(facts: LintFacts, part: Part): boolean {
  return facts
    .coded(part)
    .some(({ subterms }) => subterms.some(({ factors }) => factors.every(({ coding }) => coding === "full")));
}

function isCategory(facts: LintFacts, { factors }: Term): boolean {
  return factors.length === 1 && facts.value(factors[0]!.name).kind === "categorical";
}

/** The values of a term of one numeric column, or null. */
function numericValues(facts: LintFacts, { factors }: Term): ArrayLike<number> | null {
  const columns = factors.map(({ name }) => {
    const own = facts.value(name);
    return own.kind === "numeric" && own.columns.length === 1 ? own.columns[0]! : null;
  });
  const [first, ...others] = columns;
  if (first === undefined || first === null || others.includes(null)) return null;
  if (others.length === 0) return first;
  return first.map((value, i) => others.reduce((product, column) => product * column![i]!, value));
}

/** The one value of a column, null for a category that has no column left; undefined when there are several values. */
function constantOf(
  facts: LintFacts,
  part: Part,
  term: Term,
  values: ArrayLike<number> | null,
): number | null | undefined {
  if (values !== null) {
    for (let i = 1; i < facts.n; i++) if (values[i] !== values[0]) return undefined;
    return values[0];
  }
  const coded = facts.coded(part).find((one) => one.term === term);
  return isCategory(facts, term) && countColumns(facts, coded?.subterms ?? []) === 0 ? null : undefined;
}

/**
 * Whether the levels of `category` decide the values of `term`, a single factor of several values. Of two categories
 * that decide each other the first one counts as the decisive one.
 */
function decides(facts: LintFacts, category: Term, term: Term, order: readonly Term[]): boolean {
  if (category === term || term.factors.length !== 1 || isSpelling(facts, category, term)) return false;
  const name = term.factors[0]!.name;
  const classes = facts.seen(category.factors[0]!.name);
  const levels = isCategory(facts, term) ? facts.seen(name).count : null;
  const isTrivial = levels === 1 || classes.count < 2 || classes.count === facts.n;
  if (isTrivial || !isConstantWithin(facts.columns(name), classes)) return false;
  return levels !== classes.count || order.indexOf(category) < order.indexOf(term);
}

/** Whether two terms are the same in other words, of which another finding speaks. */
function isSpelling(facts: LintFacts, a: Term, b: Term): boolean {
  return facts.meaning(a) === facts.meaning(b);
}

/** What arithmetic may add to a multiple, relative to its size: some roundings. */
const ROUNDING = 1e-12;
/** The same for differences from the first row, where rounding of the values counts more. */
const DIFFERENCE_ROUNDING = 1e-9;

/** How column `a` follows from column `b`, neither of them constant; null when it does not. */
function dependence(a: ArrayLike<number>, b: ArrayLike<number>, hasConstant: boolean): messages.Dependence | null {
  const ratio = ratioOf(a, b, 0, 0, ROUNDING);
  if (ratio !== null) return ratio === 1 ? "equal" : "multiple";
  return hasConstant && ratioOf(a, b, a[0]!, b[0]!, DIFFERENCE_ROUNDING) !== null ? "linear" : null;
}

/** The number k with `a - a0 = k (b - b0)` in all rows, or null. */
function ratioOf(a: ArrayLike<number>, b: ArrayLike<number>, a0: number, b0: number, tolerance: number): number | null {
  let row = 0;
  while (row < b.length && b[row] === b0) row++;
  const ratio = (a[row]! - a0) / (b[row]! - b0);
  if (!Number.isFinite(ratio) || ratio === 0) return null;
  for (let i = 0; i < a.length; i++) {
    const [left, right] = [a[i]! - a0, ratio * (b[i]! - b0)];
    const size = Math.abs(left) + Math.abs(right);
    const rounding = Number.EPSILON * (Math.abs(a0) + Math.abs(ratio * b0));
    if (!(Math.abs(left - right) <= tolerance * size + 4 * rounding)) return null;
  }
  return ratio;
}
