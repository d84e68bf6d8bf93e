// The operators of a formula as set algebra: a tree goes in, the unique terms of both sides come out.
// What an expression says about the intercept travels apart from its terms, because `1` and `0` act on the whole
// side: `1 + (x + 0)` keeps the intercept, `(x + 1):a` is refused at the `1`.

import * as errors from "../errors.ts";
import type { Place } from "../formula-error.ts";
import { LIMITS } from "../limits.ts";
import type { BarNode, DotNode, FormulaNode, OperatorNode } from "../syntax/ast.ts";
import { columnExpression, columnText } from "../syntax/column-names.ts";
import type { ParseOptions } from "../syntax/dialect.ts";
import { addedOperands } from "./added-operands.ts";
import { checkNoOffset, isOffset, offsetFactor } from "./offset.ts";
import { groupingColumns } from "./random-term.ts";
import { type Factor, INTERCEPT, type Term, variables } from "./terms.ts";

/** Distinct terms in order, by the sorted names of their factors. */
type TermSet = Map<string, Term>;

/** Value of an expression. It belongs to the one who asked for it, who may change it. */
interface TermList {
  terms: TermSet;
  /** The node that brought the intercept in, or null. */
  intercept: FormulaNode | null;
  isInterceptRemoved: boolean;
}

/** What all steps share. */
interface Context {
  readonly source: string;
  /** Whether a `~` was typed at the top. */
  readonly hasTilde: boolean;
  /** The bars and offsets that stand where they may: these add nothing to the fixed part. */
  readonly apart: ReadonlySet<FormulaNode>;
  /** The columns that `.` stands for, or why it stands for none. */
  dot: readonly string[] | "no columns" | "left side";
  /** Factors in the products of terms made so far: what making them costs. */
  products: number;
}

/** The terms of both sides; the intercept, if any, comes first. */
export interface Sides {
  /** Unique terms left of `~`; none where there is no left side. */
  readonly lhs: readonly Term[];
  /** Unique terms right of `~`. */
  readonly rhs: readonly Term[];
}

/** The terms of both sides and of the left side of each bar, and the arguments of offsets. */
export interface MixedSides extends Sides {
  /** The arguments of offsets, as written. */
  readonly offset: readonly Factor[];
  /** The bars, as written. */
  readonly bars: readonly BarTerms[];
}

/** A bar and the terms of its left side. */
export interface BarTerms {
  /** The node, with what groups it. */
  readonly bar: BarNode;
  /** Unique terms; the intercept, if any, comes first. */
  readonly terms: readonly Term[];
}

/**
 * Works out the operators of a formula without random terms and offsets.
 *
 * The right side gets an intercept unless that is removed, the left side only if it is asked for. `a*b` is
 * `a + b + a:b`; `(a + b)/c` is `a + b + a:b:c`; `b %in% a` is `b:a`, as in R; `(a + b + c)**2` has all pairs; `-`
 * removes terms.
 *
 * @param root - a tree as `parseSyntax` makes it, with `~` at the root.
 * @param source - its text, for errors.
 * @throws {@link FormulaError} `tilde`, `unexpected-operator` (a `~` inside a side), `number`, `power`,
 * `unary-minus`, `intercept-interaction`, `limit` (too many terms), `random-term` for a bar, `offset` for an offset,
 * `dot` for a `.` without columns or on the left side.
 * @see patsy 0.5.3, `patsy.desc`, for the algebra and its order.
 */
export function expand(root: OperatorNode, source: string, options: Pick<ParseOptions, "columns"> = {}): Sides {
  const { lhs, rhs, bars, offset } = expandMixed(root, source, options);
  const [first] = bars;
  if (first !== undefined) throw errors.barInFixedFormula({ source, span: first.bar.span });
  const [known] = offset;
  if (known !== undefined) throw errors.offsetInFixedFormula({ source, span: known.span });
  return { lhs, rhs };
}

/**
 * Works out the operators of a formula with random terms and offsets, which may only be added at the top of the right
 * side.
 *
 * @throws {@link FormulaError} as {@link expand}; `random-term` for a bar anywhere else, `offset` for an offset
 * anywhere else or without its one argument.
 */
export function expandMixed(
  root: OperatorNode,
  source: string,
  { columns }: Pick<ParseOptions, "columns"> = {},
): MixedSides {
  const [first, second] = root.args;
  const hasTilde = second !== undefined || (first !== undefined && root.span[0] !== first.span[0]);
  const right = (second ?? first) as FormulaNode;
  const added = addedOperands(right);
  const bars = added.filter((node) => node.kind === "bar");
  const offsets = added.filter(isOffset);
  const context: Context = { source, hasTilde, apart: new Set([...bars, ...offsets]), dot: "left side", products: 0 };
  const lhs = second === undefined ? termList() : evaluate(first as FormulaNode, context);
  const used = new Set([...[...lhs.terms.values()].flatMap(variables), ...bars.flatMap(groupingColumns)]);
  context.dot = columns?.filter((name) => !used.has(name)) ?? "no columns";
  const rhs = evaluate(right, context);
  return {
    lhs: [...(lhs.intercept === null ? [] : [INTERCEPT]), ...lhs.terms.values()],
    rhs: withIntercept(rhs),
    offset: offsets.map((node) => offsetFactor(node, source)),
    bars: bars.map((bar) => ({ bar, terms: withIntercept(evaluate(bar.left, context)) })),
  };
}

/** A right side's terms, with the intercept unless it was removed. */
function withIntercept({ terms, isInterceptRemoved }: TermList): Term[] {
  return [...(isInterceptRemoved ? [] : [INTERCEPT]), ...terms.values()];
}

/** Walks down the left operands in a loop, since a long sum is a deep tree, and combines on the way back. */
function evaluate(node: FormulaNode, context: Context): TermList {
  const pending: OperatorNode[] = [];
  let leftmost = node;
  while (leftmost.kind === "operator" && leftmost.args.length === 2) {
    pending.push(leftmost);
    leftmost = leftmost.args[0] as FormulaNode;
  }
  let value = leftmost.kind === "operator" ? prefixed(leftmost, context) : leaf(leftmost, context);
  for (let operation = pending.pop(); operation !== undefined; operation = pending.pop()) {
    value = combine(operation, value, context);
  }
  return value;
}

function leaf(node: Exclude<FormulaNode, OperatorNode>, context: Context): TermList {
  switch (node.kind) {
    case "zero":
      return { ...termList(), isInterceptRemoved: true };
    case "one":
      return { ...termList(), intercept: node };
    case "number":
      throw errors.numberAsTerm(placeOf(node, context), node.text);
    case "factor": {
      if (context.apart.has(node)) return termList();
      checkNoOffset(node.expression, context.source);
      const factor: Factor = { name: node.text, expression: node.expression, span: node.span };
      return termList(new Map([[node.text, { factors: [factor] }]]));
    }
    case "bar":
      if (!context.apart.has(node)) throw errors.barNotAdded(placeOf(node, context));
      return termList();
    case "dot":
      return termList(otherColumns(node, context));
  }
}

/** One term for each column that `.` stands for. */
function otherColumns(node: DotNode, context: Context): TermSet {
  if (context.dot === "left side") throw errors.dotOnLeft(placeOf(node, context));
  if (context.dot === "no columns") throw errors.dotWithoutColumns(placeOf(node, context));
  const terms: TermSet = new Map();
  for (const column of context.dot) {
    const expression = columnExpression(column, node.span, "extended");
    const factor = { name: columnText(column, "extended"), expression, span: node.span };
    add(terms, { factors: [factor] }, node, context);
  }
  return terms;
}

function prefixed(node: OperatorNode, context: Context): TermList {
  const operand = node.args[0] as FormulaNode;
  if (node.op === "+") return evaluate(operand, context);
  if (node.op === "~") throw errors.tildeInside(placeOf(node, context), context.hasTilde);
  if (operand.kind === "zero") return { ...termList(), intercept: node };
  if (operand.kind === "one") return { ...termList(), isInterceptRemoved: true };
  if (operand.kind === "bar") throw errors.barNotAdded(placeOf(operand, context));
  const isTilde = operand.kind === "operator" && operand.op === "~";
  const code = operand.kind === "number" ? "number" : isTilde ? "tilde" : "unary-minus";
  throw errors.minusWithoutLeft(placeOf(node, context), code);
}

/** Applies an operator to the value of its left operand, which is used up. */
function combine(operation: OperatorNode, left: TermList, context: Context): TermList {
  const [leftNode, right] = operation.args as [FormulaNode, FormulaNode];
  switch (operation.op) {
    case "+":
      return plus(left, right, operation, context);
    case "-":
      return minus(left, right, context);
    case "**":
      if (leftNode.kind === "one") throw errors.powerOfIntercept(placeOf(leftNode, context));
      return power(left, right, operation, context);
    case "~":
      throw errors.tildeInside(placeOf(operation, context), false);
  }
  const other = evaluate(right, context);
  checkInteracts(left, context);
  checkInteracts(other, context);
  if (operation.op === ":") return termList(interaction(left.terms, other.terms, operation, context));
  if (operation.op === "%in%") {
    const within = combined(other.terms, operation, context);
    return termList(interaction(left.terms, within, operation, context));
  }
  const crossed = operation.op === "*" ? left.terms : combined(left.terms, operation, context);
  const products = interaction(crossed, other.terms, operation, context);
  if (operation.op === "*") addAll(left.terms, other.terms, operation, context);
  return termList(addAll(left.terms, products, operation, context));
}

/** A literal `0` removes the intercept; otherwise the right operand counts only if it brings one in. */
function plus(left: TermList, right: FormulaNode, operation: OperatorNode, context: Context): TermList {
  if (right.kind === "zero") return { terms: left.terms, intercept: null, isInterceptRemoved: true };
  const other = evaluate(right, context);
  const terms = addAll(left.terms, other.terms, operation, context);
  return other.intercept === null ? { ...left, terms } : { ...other, terms, isInterceptRemoved: false };
}

function minus(left: TermList, right: FormulaNode, context: Context): TermList {
  if (right.kind === "zero") return { terms: left.terms, intercept: right, isInterceptRemoved: false };
  const other = evaluate(right, context);
  for (const key of other.terms.keys()) left.terms.delete(key);
  return right.kind === "one" || other.intercept !== null
    ? { terms: left.terms, intercept: null, isInterceptRemoved: true }
    : left;
}

/** All products of up to n terms. Each round can only add, so one that adds nothing is the last. */
function power(left: TermList, right: FormulaNode, operation: OperatorNode, context: Context): TermList {
  checkInteracts(left, context);
  const digits = right.kind === "one" || right.kind === "number" ? right.text : "";
  const exponent = /^\d[\d_]*$/.test(digits) ? Number(digits.replaceAll("_", "")) : 0;
  if (exponent < 1) throw errors.powerNotPositiveInteger(placeOf(right, context));
  const all = new Map(left.terms);
  let latest = left.terms;
  for (let round = 1; round < Math.min(exponent, left.terms.size); round++) {
    const before = latest.size;
    latest = interaction(left.terms, latest, operation, context);
    addAll(all, latest, operation, context);
    if (latest.size === before) break;
  }
  return termList(all);
}

/** All products of a term of the left and a term of the right, the left one varying slowest. */
function interaction(left: TermSet, right: TermSet, operation: OperatorNode, context: Context): TermSet {
  charge(factorsOf(left) * right.size + factorsOf(right) * left.size, operation, context);
  const products: TermSet = new Map();
  for (const a of left.values()) {
    for (const b of right.values()) add(products, product([a, b]), operation, context);
  }
  return products;
}

/** All factors of all terms as one term. */
function combined(terms: TermSet, operation: OperatorNode, context: Context): TermSet {
  charge(factorsOf(terms), operation, context);
  const term = product([...terms.values()]);
  return new Map([[keyOf(term), term]]);
}

function factorsOf(terms: TermSet): number {
  let count = 0;
  for (const term of terms.values()) count += term.factors.length;
  return count;
}

function charge(factors: number, operation: OperatorNode, context: Context): void {
  context.products += factors;
  if (context.products > LIMITS.products) throw errors.tooManyProducts(placeOf(operation, context), LIMITS.products);
}

function product(terms: readonly Term[]): Term {
  const factors = new Map<string, Factor>();
  for (const term of terms) {
    for (const factor of term.factors) if (!factors.has(factor.name)) factors.set(factor.name, factor);
  }
  return { factors: [...factors.values()] };
}

function add(terms: TermSet, term: Term, operation: FormulaNode, context: Context): void {
  const key = keyOf(term);
  if (terms.has(key)) return;
  if (terms.size >= LIMITS.terms) throw errors.tooManyTerms(placeOf(operation, context), LIMITS.terms);
  terms.set(key, term);
}

function addAll(terms: TermSet, more: TermSet, operation: OperatorNode, context: Context): TermSet {
  for (const term of more.values()) add(terms, term, operation, context);
  return terms;
}

// A newline joins the names, since no name holds one: the text of a formula is one line.
function keyOf(term: Term): string {
  const names = term.factors.map((factor) => factor.name);
  return names.length < 2 ? (names[0] ?? "") : names.sort().join("\n");
}

function termList(terms: TermSet = new Map()): TermList {
  return { terms, intercept: null, isInterceptRemoved: false };
}

function checkInteracts(value: TermList, context: Context): void {
  if (value.intercept !== null) throw errors.interceptInteracts(placeOf(value.intercept, context));
}

function placeOf(node: FormulaNode, context: Context): Place {
  return { source: context.source, span: node.span };
}
