// Every message of this package, in the order in which a formula is read: size, tokens, formula operators,
// embedded expressions, meaning of the operators, sides. A text says what is wrong and what would be right.
import { FormulaError, type Place } from "./formula-error.ts";

// Size.

export function textTooLong(length: number, max: number): FormulaError {
  return new FormulaError(`the formula has ${length} characters; at most ${max} are read`, {
    code: "limit",
    data: { limit: "characters", value: length, max },
  });
}

export function nestingTooDeep(place: Place, max: number): FormulaError {
  return new FormulaError(`brackets, signs and powers nest more than ${max} deep`, {
    code: "limit",
    data: { limit: "nesting", max },
    place,
  });
}

export function expressionTooLong(place: Place, max: number): FormulaError {
  return new FormulaError(`one expression has more than ${max} operators in a row`, {
    code: "limit",
    data: { limit: "operators", max },
    place,
    hint: "compute the column before the model is built",
  });
}

export function tooManyTerms(place: Place, max: number): FormulaError {
  return new FormulaError(`the operators make more than ${max} terms`, {
    code: "limit",
    data: { limit: "terms", max },
    place,
  });
}

export function tooManyProducts(place: Place, max: number): FormulaError {
  return new FormulaError(`crossing needs more than ${max} products of terms`, {
    code: "limit",
    data: { limit: "products", max },
    place,
  });
}

// Meaning of the operators.

export function tildeInside(place: Place, isOnRight: boolean): FormulaError {
  return new FormulaError("`~` separates the two sides of a formula and can stand only once, at the top", {
    code: isOnRight ? "unexpected-operator" : "tilde",
    place,
  });
}

export function numberAsTerm(place: Place, text: string): FormulaError {
  return new FormulaError(`the number \`${text}\` is no term; only \`0\` and \`1\` are (no intercept, intercept)`, {
    code: "number",
    data: { number: text },
    place,
    hint: /^[\d.]/.test(text) ? undefined : `a column of this name is written \`Q('${text}')\``,
  });
}

export function powerNotPositiveInteger(place: Place): FormulaError {
  return new FormulaError("the right side of `**` must be an integer, 1 or more, written as digits", {
    code: "power",
    place,
    hint: "`(a + b)**2` crosses terms; a power of values is `I(x**2)`",
  });
}

export function powerOfIntercept(place: Place): FormulaError {
  return new FormulaError("the intercept `1` has no powers", { code: "power", place });
}

export function interceptInteracts(place: Place): FormulaError {
  return new FormulaError("the intercept cannot interact with anything", {
    code: "intercept-interaction",
    place,
    hint: "leave the `1` out here; the intercept is in the model unless `0` or `- 1` removes it",
  });
}

export function minusWithoutLeft(place: Place, code: "number" | "tilde" | "unary-minus"): FormulaError {
  return new FormulaError("a `-` with nothing to its left can stand only before `1` or `0`", {
    code,
    place,
    hint: "values with the sign changed are `I(-x)`",
  });
}

// Sides and random terms.

export function leftSideUnexpected(source: string, left: string): FormulaError {
  return new FormulaError(`the formula \`${source}\` has a left side, \`${left}\`, where only a right side belongs`, {
    code: "sides",
    data: { formula: source, left },
    hint: "write only what stands to the right of `~`",
  });
}

export function leftSideMissing(source: string): FormulaError {
  return new FormulaError(`the formula \`${source}\` has no left side: a model needs a response`, {
    code: "sides",
    data: { formula: source },
    hint: "write `response ~ terms`",
  });
}

export function noRandomColumns(source: string, component: string | null): FormulaError {
  const what = component === null ? "random effects" : `variance component \`${component}\``;
  return new FormulaError(`the formula \`${source}\` of the ${what} has no terms: nothing would be random`, {
    code: "no-random-terms",
    data: { formula: source, component },
    hint: component === null ? "`1` gives a random intercept" : "`0 + C(a)` gives an effect of each level of `a`",
  });
}
