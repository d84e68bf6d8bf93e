// The stage function: text -> the terms of both sides.
import { formulaEmpty, leftSideMissing, leftSideUnexpected } from "./errors.ts";
import { expand } from "./expand.ts";
import { parseSyntax } from "./parse.ts";
import { type Formula, type Term, termName } from "./terms.ts";

/** The right side of a formula that has no left side. */
export interface RightSide {
  /** The trimmed text that spans refer to. */
  readonly source: string;
  readonly terms: readonly Term[];
}

/**
 * Reads a formula into terms.
 *
 * @param text - with or without a left side: `y ~ a*x`, `~ x`, `x`; an empty text means `~ 1`.
 * @returns unique terms of both sides; the right side has the intercept unless `0` or `- 1` removes it.
 * @throws {@link FormulaError} for anything that is not a formula, with its place.
 * @example
 * ```ts
 * parseFormula("y ~ a*x").rhs.map(termName); // ["Intercept", "a", "x", "a:x"]
 * ```
 */
export function parseFormula(text: string): Formula {
  const { source, ast } = parseSyntax(text);
  return { source, ...expand(ast, source) };
}

/**
 * Reads a formula that must have a left side.
 *
 * @throws {@link FormulaError} `sides` when it has none, or only `0`, or is empty; else as `parseFormula`.
 */
export function parseTwoSided(text: string): Formula {
  if (text.trim() === "") throw formulaEmpty();
  const formula = parseFormula(text);
  if (formula.lhs.length === 0) throw leftSideMissing(formula.source);
  return formula;
}

/**
 * Reads a formula that must not have a left side.
 *
 * @param text - `~ x` or `x`.
 * @throws {@link FormulaError} `sides` when there is a left side; else as `parseFormula`.
 */
export function parseRightSide(text: string): RightSide {
  const { source, lhs, rhs } = parseFormula(text);
  if (lhs.length > 0) throw leftSideUnexpected(source, lhs.map(termName).join(" + "));
  return { source, terms: rhs };
}
