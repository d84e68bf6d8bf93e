// Random terms: one form for every dialect. `re_formula` and `vc_formula` arrive here today, bars later.
import { noRandomColumns } from "./errors.ts";
import { parseRightSide, parseTwoSided } from "./formula.ts";
import { type Factor, type Formula, INTERCEPT, type Term } from "./terms.ts";

/**
 * A set of columns whose coefficients are random over the levels of a grouping factor.
 *
 * `unstructured`: the columns' coefficients have one covariance matrix (statsmodels' `re_formula`).
 * `component`: all columns, coded inside each group from the levels seen there, share one variance
 * and are independent (one entry of statsmodels' `vc_formula`).
 */
export interface RandomTerm {
  /** Name of the component (the key in `vc_formula`), or null. */
  readonly name: string | null;
  /** The columns, as terms of the formula language; the empty term is the intercept. */
  readonly terms: readonly Term[];
  /** Grouping factors; the combinations of their values are the levels. */
  readonly group: readonly Factor[];
  readonly covariance: "unstructured" | "component";
  /** The text that spans of `terms` refer to. */
  readonly source: string;
}

/** A model's formula: the fixed part and the random terms. */
export interface ModelFormula {
  readonly fixed: Formula;
  readonly random: readonly RandomTerm[];
}

/** A model in statsmodels' manner: one grouping factor, and formulas for what is random in its levels. */
export interface ModelText {
  /** `response ~ terms`. */
  readonly formula: string;
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
    random.push({ name: null, terms: [INTERCEPT], group: [group], covariance: "unstructured", source: "1" });
  }
  return { fixed: parseTwoSided(formula), random };
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
  return { name, terms, group: [group], covariance: name === null ? "unstructured" : "component", source };
}

function compareCodePoints(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
