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

export function tooManyTokens(count: number, max: number): FormulaError {
  return new FormulaError(`the formula has ${count} names, numbers and operators; at most ${max} are read`, {
    code: "limit",
    data: { limit: "tokens", value: count, max },
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
  return new FormulaError(`one expression has more than ${max} operators`, {
    code: "limit",
    data: { limit: "operators", max },
    place,
    hint: "compute the column in the table first",
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

// Tokens.

export function badCharacter(place: Place, character: string): FormulaError {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  const isVisible = /[^\p{C}\p{Z}]/u.test(character);
  return new FormulaError(
    `the character ${isVisible ? `\`${character}\` ` : ""}(${code}) has no meaning in a formula`,
    {
      code: "bad-character",
      data: { character },
      place,
      hint: CHARACTER_HINTS.get(character),
    },
  );
}

const CHARACTER_HINTS: ReadonlyMap<string, string> = new Map([
  ["`", "a column with any name is written `Q('the name')`"],
  ["\u2013", "this is a dash; minus is `-`"],
  ["\u2212", "this is a typographic minus; type `-`"],
  ["\u00a0", "this is a no-break space; type a plain one"],
  ["\u2018", "quotes are `'` and `\"`"],
  ["\u2019", "quotes are `'` and `\"`"],
  ["\u201c", "quotes are `'` and `\"`"],
  ["\u201d", "quotes are `'` and `\"`"],
  ["!", "unequal is `!=`; an expression is negated inside `I(~(...))`"],
]);

export function unclosedString(place: Place, quote: string): FormulaError {
  return new FormulaError(`the string that starts with \`${quote}\` is not closed`, {
    code: "unclosed-string",
    data: { quote },
    place,
  });
}

export function commentInFormula(place: Place): FormulaError {
  return new FormulaError("a formula holds no comments", { code: "comment", place });
}

// Operators of the formula.

export function operandExpected(place: Place, found: string): FormulaError {
  return new FormulaError(`expected a term, found the operator \`${found}\``, {
    code: "unexpected-operator",
    data: { found },
    place,
  });
}

export function operandMissing(place: Place, operator: string): FormulaError {
  return new FormulaError(`expected a term after \`${operator}\``, {
    code: "missing-operand",
    data: { operator },
    place,
  });
}

export function operandMissingBefore(place: Place, found: string): FormulaError {
  return new FormulaError(`expected a term before \`${found}\``, {
    code: "missing-operand",
    data: { found },
    place,
  });
}

export function secondTilde(place: Place): FormulaError {
  return new FormulaError("`~` can stand only once, and nothing follows this one", {
    code: "unexpected-operator",
    place,
  });
}

export function emptyParentheses(place: Place): FormulaError {
  return new FormulaError("expected a term between `(` and `)`", { code: "unexpected-operator", place });
}

export function parenthesisNotClosed(place: Place): FormulaError {
  return new FormulaError("this `(` is not closed", { code: "unclosed-paren", place });
}

export function parenthesisNotOpened(place: Place): FormulaError {
  return new FormulaError("this `)` has no `(` before it", { code: "unmatched-close", place });
}

export function operatorExpected(place: Place, found: string): FormulaError {
  const hint = found.startsWith("^") ? "terms are crossed by `(a + b)**2`" : "join terms with `+`, `:` or `*`";
  return new FormulaError(`expected an operator, found \`${found}\``, {
    code: "unexpected-noun",
    data: { found },
    place,
    hint,
  });
}

export function notUnderstood(place: Place): FormulaError {
  return new FormulaError("this is not understood", { code: "not-patsy-syntax", place });
}

// Embedded expressions: brackets.

export function bracketNotClosed(place: Place, bracket: string): FormulaError {
  return new FormulaError(`a \`${bracket}\` in this expression is not closed`, {
    code: "unclosed-bracket",
    data: { bracket },
    place,
  });
}

export function bracketNotOpened(place: Place, bracket: string): FormulaError {
  return new FormulaError(`this \`${bracket}\` closes no bracket`, {
    code: "unmatched-bracket",
    data: { bracket },
    place,
  });
}

// Embedded expressions: operands and operators.

export function operatorMissing(place: Place, left: string, right: string): FormulaError {
  return new FormulaError(`expected an operator between \`${left}\` and \`${right}\``, {
    code: "missing-operator",
    data: { left, right },
    place,
    hint: "join terms with `+`, `:` or `*`; a column whose name has a blank is `Q('the name')`",
  });
}

export function comparisonOfSign(place: Place, operator: string): FormulaError {
  return new FormulaError(`expected a value after \`${operator}\`; outside brackets a \`-\` belongs to the formula`, {
    code: "missing-operand",
    data: { operator },
    place,
    hint: operator === "<" ? "the sides of a formula are separated by `~`; a comparison is `I(x < -1)`" : "`I(x > -1)`",
  });
}

/** Operators and punctuation of other languages: what to write instead. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  [".", "name the columns; `.` for all others is not understood"],
  ["|", "random effects are given by `groups` and `re_formula`; a logical or is `I((x > 0) | (z > 0))`"],
  ["||", "random effects are given by `groups`, `re_formula` and `vc_formula`"],
  ["&", "an interaction is `a:b`; a logical and is `I((x > 0) & (z > 0))`"],
  ["^", "terms are crossed by `(a + b)**2`; a power of values is `I(x**2)`"],
  ["%in%", "`b` within `a` is `a/b`"],
  ["in", "`b` within `a` is `a/b`; equal is `==`"],
  ["=", "the sides of a formula are separated by `~`; equal is `==`"],
  [",", "join terms with `+`"],
  ["{", "arithmetic on columns is `I(...)`"],
  ["<>", "unequal is `!=`"],
]);

export function notPatsySyntax(place: Place, found: string): FormulaError {
  return new FormulaError(`\`${found}\` has no meaning here`, {
    code: "not-patsy-syntax",
    data: { found },
    place,
    hint: INSTEAD.get(found),
  });
}

export function contrastOfR(place: Place, name: string): FormulaError {
  return new FormulaError(`\`${name}\` is a contrast of R`, {
    code: "not-patsy-syntax",
    data: { found: name },
    place,
    hint: "contrasts are `Treatment`, `Sum`, `Helmert`, `Poly` and `Diff`",
  });
}

export function reservedWord(place: Place, word: string): FormulaError {
  return new FormulaError(`\`${word}\` is a word of the language of expressions`, {
    code: "not-patsy-syntax",
    data: { found: word },
    place,
    hint: `a column of this name is \`Q('${word}')\``,
  });
}

export function stringPrefix(place: Place, prefix: string): FormulaError {
  return new FormulaError(`strings with the prefix \`${prefix}\` are not understood`, {
    code: "not-patsy-syntax",
    data: { found: prefix },
    place,
    hint: "write a plain string in `'` or `\"`",
  });
}

export function tupleOfTerms(place: Place): FormulaError {
  return new FormulaError("a list of columns is no term", { code: "type", place, hint: "join terms with `+`" });
}

export function truthOfColumn(place: Place, word: string): FormulaError {
  return new FormulaError(`\`${word}\` needs one truth value, and a column has one for each row`, {
    code: "type",
    data: { found: word },
    place,
    hint: "row by row: `I(~(x > 0))`, `I((x > 0) & (z > 0))`, `I((x > 0) | (z > 0))`, `np.where(x > 0, a, b)`",
  });
}

export function chainedComparison(place: Place, operator: string): FormulaError {
  return new FormulaError(`a second comparison, \`${operator}\`, needs parentheses`, {
    code: "type",
    data: { found: operator },
    place,
    hint: "`I((0 < x) & (x < 1))`; `&` and `|` bind tighter than comparisons",
  });
}

export function columnNameAsTerm(place: Place, column: string): FormulaError {
  return new FormulaError("a term names a whole variable, not one column of its coding", {
    code: "categorical",
    place,
    hint: `write \`${column}\``,
  });
}

export function partOfColumn(place: Place): FormulaError {
  return new FormulaError("this takes some rows of a column, and a term needs a value for every row", {
    code: "rows",
    place,
    hint: "select rows of the table before the model is built",
  });
}

/** Python that formulas leave out on purpose, by what is done. */
const FORBIDDEN = {
  attribute: "attributes of values cannot be reached",
  subscript: "values cannot be indexed",
  call: "only a function by its name can be called",
  private: "names that begin with `__` cannot be called",
  unpacking: "arguments cannot be unpacked",
  comprehension: "comprehensions are not evaluated",
  lambda: "functions cannot be defined",
  assignment: "nothing can be assigned",
} as const;

export function forbidden(place: Place, what: keyof typeof FORBIDDEN, dottedName?: string): FormulaError {
  const hint = dottedName === undefined ? undefined : `a column of this name is \`Q('${dottedName}')\``;
  return new FormulaError(`${FORBIDDEN[what]} in a formula`, { code: "forbidden", data: { what }, place, hint });
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
