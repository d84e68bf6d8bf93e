// Factors and terms: what a formula means once its operators are worked out.
// A term is a set of distinct factors; the empty set is the intercept.
import type { Expression, Span } from "./ast.ts";

/** A variable or embedded expression; two factors are the same when their `name` (canonical text) is. */
export interface Factor {
  readonly name: string;
  readonly expression: Expression;
  readonly span: Span;
}

/** An ordered set of distinct factors; no factors: the intercept. */
export interface Term {
  readonly factors: readonly Factor[];
}

/** The two sides of a formula as unique terms in patsy's order (intercept first, then as written). */
export interface Formula {
  /** The trimmed text that spans refer to. */
  readonly source: string;
  readonly lhs: readonly Term[];
  readonly rhs: readonly Term[];
}
