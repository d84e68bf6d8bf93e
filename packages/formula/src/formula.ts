// The stage function of formulas without random terms: text -> the terms of both sides. Nothing of the table is needed
// but, for `.`, the names of its columns. What a mixed model is read by, `parseMixedFormula` and `parseModel`, is in
// `model-formula.ts`.

import { formulaEmpty, leftSideMissing, leftSideUnexpected } from "./errors.ts";
import { checkIsText } from "./limits.ts";
import { checkParseOptions } from "./parse-arguments.ts";
import type { ParseOptions } from "./syntax/dialect.ts";
import { parseSyntax } from "./syntax/parse.ts";
import { expand } from "./terms/expand.ts";
import { type Formula, type Term, termName } from "./terms/terms.ts";

/** The right side of a formula that has no left side. */
export interface RightSide {
  /** The trimmed text that spans refer to. */
  readonly source: string;
  /** Unique terms, with the intercept unless it is removed. */
  readonly terms: readonly Term[];
}

/**
 * Reads a formula into terms.
 *
 * @param text - with or without a left side: `y ~ a*x`, `~ x`, `x`; an empty text means `~ 1`.
 * @param options - the dialect, and the columns that `.` stands for in the extended one: those that the left side does
 * not use.
 * @returns unique terms of both sides; the right side has the intercept unless `0` or `- 1` removes it.
 * @throws {@link FormulaError} for anything that is not a formula, with its place; `unknown-option`, `option-type`;
 *   `random-term` for a bar, which `parseMixedFormula` reads.
 * @example
 * ```ts
 * parseFormula("y ~ a*x").rhs.map(termName); // ["Intercept", "a", "x", "a:x"]
 * ```
 */
export function parseFormula(text: string, options: ParseOptions = {}): Formula {
  checkParseOptions("parseFormula", options);
  const { dialect, columns } = options;
  const { source, ast } = parseSyntax(text, dialect);
  return { source, ...expand(ast, source, { columns }) };
}

/**
 * Reads a formula that must have a left side.
 *
 * @throws {@link FormulaError} `sides` when it has none, or only `0`, or is empty; else as `parseFormula`.
 */
export function parseTwoSided(text: string, options: ParseOptions = {}): Formula {
  requireText(text);
  const formula = parseFormula(text, options);
  requireLeftSide(formula);
  return formula;
}

/** Throws `sides` for an empty text, which without a response would mean `~ 1`. */
export function requireText(text: string): void {
  checkIsText(text);
  if (text.trim() === "") throw formulaEmpty();
}

/** Throws `sides` for a formula without a response. */
export function requireLeftSide({ source, lhs }: Formula): void {
  if (lhs.length === 0) throw leftSideMissing(source);
}

/**
 * Reads a formula that must not have a left side.
 *
 * @param text - `~ x` or `x`.
 * @throws {@link FormulaError} `sides` when there is a left side; else as `parseFormula`.
 */
export function parseRightSide(text: string, options: ParseOptions = {}): RightSide {
  const { source, lhs, rhs } = parseFormula(text, options);
  if (lhs.length > 0) throw leftSideUnexpected(source, lhs.map(termName).join(" + "));
  return { source, terms: rhs };
}
