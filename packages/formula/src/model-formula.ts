// The stage function of mixed models: texts -> fixed terms, offsets and random terms, in one form for both manners of
// writing a model. `parseMixedFormula` reads lme4's one text, `parseModel` statsmodels' several; a formula without
// random terms is read by `parseFormula`.

import { compareCodePoints } from "./compare-code-points.ts";
import { noRandomColumns } from "./errors.ts";
import { parseRightSide, parseTwoSided, requireLeftSide, requireText } from "./formula.ts";
import { checkParseOptions } from "./parse-arguments.ts";
import type { ParseOptions } from "./syntax/dialect.ts";
import { parseSyntax } from "./syntax/parse.ts";
import { randomTerms } from "./terms/bars.ts";
import { expandMixed } from "./terms/expand.ts";
import type { ModelFormula, RandomTerm } from "./terms/random-term.ts";
import { type Factor, INTERCEPT } from "./terms/terms.ts";

/** A model in statsmodels' manner: one grouping factor, and formulas for what is random in its levels. */
export interface ModelText {
  /** `response ~ terms`. */
  readonly formula: string;
  /** The column whose values are the groups, from `columnFactor`. */
  readonly group: Factor;
  /** Right side whose columns get one covariance matrix; null or absent: see `parseModel`. */
  readonly reFormula?: string | null;
  /** Right side of each variance component, by its name. */
  readonly vcFormula?: Readonly<Record<string, string>> | null;
}

/**
 * Reads the formulas of a mixed model.
 *
 * Without `reFormula` there is a random intercept, unless variance components are given: then there is none.
 * Components come in the order of their names by code point.
 *
 * @throws {@link FormulaError} `sides` when `formula` has no left side or another one has one; `no-random-terms`
 * when a random part has no terms (`"0"`); else as `parseFormula`.
 * @see statsmodels 0.13.5, `MixedLM.from_formula`.
 */
export function parseModel({ formula, group, reFormula = null, vcFormula = null }: ModelText): ModelFormula {
  const components = Object.entries(vcFormula ?? {}).sort(([a], [b]) => compareCodePoints(a, b));
  const random = components.map(([name, text]) => randomTerm(text, name, group));
  if (reFormula !== null) random.unshift(randomTerm(reFormula, null, group));
  else if (random.length === 0) {
    random.push(ownText({ name: null, terms: [INTERCEPT], group: [group], covariance: "us", source: "1" }));
  }
  return { fixed: parseTwoSided(formula), offset: [], random };
}

/**
 * Reads the formula of a mixed model in lme4's manner, in the extended dialect.
 *
 * @param text - `y ~ x + (x | g)`: a response, terms, and random terms added to them; without a bar nothing is random.
 * A random term may have a structure, `diag(x | g)`, and known parts of the response be added: `offset(log(t))`.
 * @param options - `columns`: the table's columns, for `.`, which stands for those that neither the response nor a
 * grouping uses: as a fixed effect, a grouping would leave nothing for its random terms to explain.
 * @returns fixed and random terms as {@link parseModel} gives them for the same model in statsmodels' manner.
 * @throws {@link FormulaError} `sides` without a left side; `random-term` for a bar that is not simply added, has
 * something else than columns joined by `:` and `/` on its right, or stands in a call that is no covariance structure;
 * `offset` for an offset that is not simply added, or has not one argument; `no-random-terms` for `(0 | g)`; `dot`;
 * `limit`; else as `parseFormula`.
 * @example
 * ```ts
 * parseMixedFormula("y ~ x + (x | a/b)").random.length; // 2: (x | b:a) and (x | a)
 * ```
 */
export function parseMixedFormula(text: string, options: Pick<ParseOptions, "columns"> = {}): ModelFormula {
  requireText(text);
  checkParseOptions("parseMixedFormula", options);
  const { columns } = options;
  const { source, ast } = parseSyntax(text, "extended");
  const { lhs, rhs, offset, bars } = expandMixed(ast, source, { columns });
  const fixed = { source, lhs, rhs };
  requireLeftSide(fixed);
  return { fixed, offset, random: randomTerms(bars, source) };
}

/**
 * Makes a factor of a column, whatever characters its name has.
 *
 * @param name - the column's name; it is not parsed, and is the factor's name too.
 */
export function columnFactor(name: string): Factor {
  const span = [0, [...name].length] as const;
  return { name, expression: { kind: "name", name, span }, span };
}

function randomTerm(text: string, name: string | null, group: Factor): RandomTerm {
  const { source, terms } = parseRightSide(text);
  if (terms.length === 0) throw noRandomColumns(source, name);
  return ownText({ name, terms, group: [group], covariance: name === null ? "us" : "component", source });
}

/** A random term whose text is its own, and whose group is a column's name. */
function ownText(term: Omit<RandomTerm, "span" | "groupSource">): RandomTerm {
  return { ...term, span: [0, [...term.source].length], groupSource: term.group[0]?.name ?? "" };
}
