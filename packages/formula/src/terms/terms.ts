// Factors and terms: what a formula means once its operators are worked out.
// A term is a set of distinct factors; the empty set is the intercept.
import type { Expression, Span } from "../syntax/ast.ts";

/** A variable or embedded expression; two factors are the same when their `name` (canonical text) is. */
export interface Factor {
  /** The canonical text, which is the factor's identity and begins its columns' names. */
  readonly name: string;
  /** What is computed. */
  readonly expression: Expression;
  /** Where it stands first, in code points of the formula's text. */
  readonly span: Span;
}

/** An ordered set of distinct factors; no factors: the intercept. */
export interface Term {
  /** Distinct factors in the order written. */
  readonly factors: readonly Factor[];
}

/** The two sides of a formula as unique terms in patsy's order (intercept first, then as written). */
export interface Formula {
  /** The trimmed text that spans refer to. */
  readonly source: string;
  /** The response; none for a formula without `~`. */
  readonly lhs: readonly Term[];
  /** Unique terms, the intercept first if there is one. */
  readonly rhs: readonly Term[];
}

/** The term without factors. */
export const INTERCEPT: Term = { factors: [] };

/**
 * Names a term as patsy does: the names of its factors joined by `:`.
 *
 * @returns `Intercept` for the term without factors.
 */
/* @__NO_SIDE_EFFECTS__ */
export function termName(term: Term): string {
  return term.factors.length === 0 ? "Intercept" : term.factors.map((factor) => factor.name).join(":");
}

/** Tells whether two terms have the same factors, in whatever order. */
export function sameTerm(a: Term, b: Term): boolean {
  if (a.factors.length !== b.factors.length) return false;
  const names = new Set(a.factors.map((factor) => factor.name));
  return b.factors.every((factor) => names.has(factor.name));
}

/**
 * Writes a formula out, each term once and the state of the intercept in full.
 *
 * @returns for example `y ~ x + a + x:a`, `y ~ 0 + x`, `~ 1`; parsing it gives the same terms.
 */
export function formulaText(formula: Pick<Formula, "lhs" | "rhs">): string {
  const lhs = formula.lhs.map((term) => (term.factors.length === 0 ? "1" : termName(term)));
  const rhs = formula.rhs.filter((term) => term.factors.length > 0).map(termName);
  if (rhs.length === formula.rhs.length) rhs.unshift("0");
  else if (rhs.length === 0) rhs.push("1");
  return `${lhs.length === 0 ? "" : `${lhs.join(" + ")} `}~ ${rhs.join(" + ")}`;
}

/**
 * Lists the columns of a table that a term or an expression uses, in order of first use.
 *
 * A name counts wherever a value may stand, so `True`, `np.pi` or `Sum` in `C(a, Sum)` are listed too when a table
 * could have them as columns; the caller decides by its own columns. `Q('any name')` counts as the name in quotes.
 */
export function variables(of: Term | Expression): string[] {
  const found = new Set<string>();
  const pending: Expression[] = "factors" in of ? of.factors.map((factor) => factor.expression).reverse() : [of];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const quoted = quotedName(node);
    if (quoted !== null) found.add(quoted);
    else if (node.kind === "name") found.add(node.name);
    else pending.push(...operands(node).reverse());
  }
  return [...found];
}

/** The name in `Q('name')`, or null for anything else. */
export function quotedName(node: Expression): string | null {
  if (node.kind !== "call" || node.function !== "Q") return null;
  const argument = node.args[0] ?? node.keywords.find((keyword) => keyword.name === "name")?.value;
  return argument?.kind === "string" ? argument.value : null;
}

/** Lists the expressions that stand directly inside an expression, left to right. */
export function operands(node: Expression): Expression[] {
  switch (node.kind) {
    case "list":
    case "tuple":
      return [...node.items];
    case "call":
      return [...node.args, ...node.keywords.map((keyword) => keyword.value)];
    case "unary":
      return [node.operand];
    case "binary":
      return [node.left, node.right];
    default:
      return [];
  }
}
