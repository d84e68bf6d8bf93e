// Bars, `(left | group)`, `(left || group)` and `diag(left | group)` -> random terms, in lme4's order. What may group a
// bar is decided here; the grammar lets any sum through on both sides, so that what is wrong can be named.

import * as errors from "../errors.ts";
import { LIMITS } from "../limits.ts";
import type { Expression, FormulaNode } from "../syntax/ast.ts";
import type { MixedSides } from "./expand.ts";
import type { RandomTerm } from "./random-term.ts";
import { structureOf } from "./structures.ts";
import { type Factor, quotedName } from "./terms.ts";

/** Grouping factors whose combinations are the levels of one random term, the innermost first. */
type Grouping = readonly Factor[];

/**
 * Makes the random terms of bars.
 *
 * `(x | a/b)` is `(x | b:a) + (x | a)`, each grouping with the whole left side. `(x || g)` is `(1 | g) + (0 + x | g)`:
 * each term of the left side by itself, and a categorical one with the full covariance of its levels. A structure is
 * that of each grouping: `diag(x | a/b)` is `diag(x | b:a) + diag(x | a)`.
 *
 * @param bars - the bars, with the terms of their left sides.
 * @param source - the text of the formula.
 * @throws {@link FormulaError} `random-term` when something else than columns joined by `:` and `/` groups, and as
 * {@link structureOf}; `no-random-terms` when a left side has no terms; `limit` when there are too many terms or
 * groupings.
 * @see lme4 1.1-31, `findbars` and `expandDoubleVerts`, for what bars mean and their order.
 */
export function randomTerms(bars: MixedSides["bars"], source: string): RandomTerm[] {
  const random: RandomTerm[] = [];
  for (const { bar, terms } of bars) {
    const covariance = structureOf(bar, source);
    if (terms.length === 0) throw errors.barWithoutTerms({ source, span: bar.left.span });
    const { span } = bar;
    const groupings = groupingsOf(bar.group, source);
    for (const part of bar.op === "||" ? terms.map((term) => [term]) : [terms]) {
      for (const group of groupings) {
        random.push({ name: null, terms: part, group, covariance, source, span, groupSource: source });
      }
      if (random.length > LIMITS.terms) throw errors.tooManyTerms({ source, span }, LIMITS.terms);
    }
  }
  return random;
}

/** `a/b/c` is `c:b:a`, `b:a`, `a`; walks down the left operands in a loop, as the tree of a long chain is deep. */
function groupingsOf(node: FormulaNode, source: string): readonly Grouping[] {
  const inner: FormulaNode[] = [];
  let outermost = node;
  while (outermost.kind === "operator" && outermost.op === "/") {
    const [left, right] = outermost.args as [FormulaNode, FormulaNode];
    inner.push(right);
    outermost = left;
  }
  let groupings: readonly Grouping[] = [joined(outermost, source)];
  for (let nested = inner.pop(); nested !== undefined; nested = inner.pop()) {
    const within = groupings[0] ?? [];
    const added = groupingsOf(nested, source).map((grouping) => distinct([...grouping, ...within]));
    groupings = [...added, ...groupings];
    if (groupings.length > LIMITS.groupings)
      throw errors.tooManyGroupings({ source, span: node.span }, LIMITS.groupings);
  }
  return groupings;
}

/** `a:b` in the order written. */
function joined(node: FormulaNode, source: string): Grouping {
  const last: Factor[] = [];
  let first = node;
  while (first.kind === "operator" && first.op === ":") {
    const [left, right] = first.args as [FormulaNode, FormulaNode];
    last.push(...[...joined(right, source)].reverse());
    first = left;
  }
  return distinct([groupingFactor(source, first), ...last.reverse()]);
}

function distinct(factors: readonly Factor[]): Grouping {
  return [...new Map(factors.map((factor) => [factor.name, factor])).values()];
}

/** A column, whatever the word is elsewhere in formulas. */
function groupingFactor(source: string, node: FormulaNode): Factor {
  const name = node.kind === "factor" ? columnOf(node.expression) : null;
  if (name === null) throw errors.notAGrouping({ source, span: node.span }, wordFor(node));
  return { name, expression: { kind: "name", name, span: node.span }, span: node.span };
}

/** The column in `g`, `Q('g')` or `C(g)`, which group alike, or null. */
function columnOf(expression: Expression): string | null {
  if (expression.kind === "name") return expression.name;
  if (expression.kind !== "call") return null;
  const [argument] = expression.args;
  const isCoded = expression.function === "C" && expression.args.length === 1 && expression.keywords.length === 0;
  return isCoded && argument !== undefined ? columnOf(argument) : quotedName(expression);
}

function wordFor(node: FormulaNode): string {
  if (node.kind === "operator") return node.op;
  return node.kind === "factor" && node.expression.kind === "call" ? "call" : node.kind;
}
