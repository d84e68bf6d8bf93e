// What is said of a formula's size, of the meaning of its operators, and of its sides; `syntax-errors.ts` has what is
// said of its syntax. A text says what is wrong and what would be right.
import { isList } from "./check-options.ts";
import { FormulaError, type Place } from "./formula-error.ts";
import { withArticle } from "./words/with-article.ts";

// Size.

/** What is read. */
export type TextKind = "formula" | "constraint";

/** `type`: something else than a text, as callers without types may give. */
export function notAText(found: unknown, what: TextKind = "formula"): FormulaError {
  const kind = found === null ? "null" : isList(found) ? "array" : typeof found;
  const example = what === "formula" ? "y ~ x" : "x = 0";
  return new FormulaError("type", `expected a ${what} as a text, such as "${example}", got ${withArticle(kind)}`, {
    found: kind,
  });
}

/** `limit`: a text has too many characters; nothing of it is read. */
export function textTooLong(what: TextKind, length: number, max: number): FormulaError {
  return new FormulaError("limit", `the ${what} has ${length} characters; at most ${max} are read`, {
    limit: "characters",
    value: length,
    max,
  });
}

/** `limit`: a text has too many names, numbers, strings, operators and brackets. */
export function tooManyTokens(what: TextKind, count: number, max: number): FormulaError {
  return new FormulaError("limit", `the ${what} has ${count} names, numbers and operators; at most ${max} are read`, {
    limit: "tokens",
    value: count,
    max,
  });
}

/** `limit`: brackets, signs and powers stand too deep inside each other; the place is where they go too deep. */
export function nestingTooDeep(place: Place, max: number): FormulaError {
  return new FormulaError(
    "limit",
    `brackets, signs and powers nest more than ${max} deep`,
    { limit: "nesting", max },
    place,
  );
}

/** `limit`: one embedded expression has too many operators. */
export function expressionTooLong(place: Place, max: number): FormulaError {
  return new FormulaError(
    "limit",
    `one expression has more than ${max} operators`,
    { limit: "operators", max },
    place,
    "compute the column in the table first",
  );
}

/** `limit`: a formula's operators make too many terms, as a high power of a long sum does. */
export function tooManyTerms(place: Place, max: number): FormulaError {
  return new FormulaError("limit", `the operators make more than ${max} terms`, { limit: "terms", max }, place);
}

/** `limit`: a formula's operators multiply too many terms, or too long ones, whatever number is left in the end. */
export function tooManyProducts(place: Place, max: number): FormulaError {
  return new FormulaError(
    "limit",
    `crossing and nesting make products of more than ${max} factors in all`,
    { limit: "products", max },
    place,
  );
}

/** `limit`: names nest too deep behind a bar; the place is what groups. */
export function tooManyGroupings(place: Place, max: number): FormulaError {
  return new FormulaError("limit", `more than ${max} groupings nest in each other`, { limit: "groupings", max }, place);
}

// Meaning of the operators.

/** `tilde`, or `unexpected-operator` for a prefix in a formula that has its `~`: a `~` below the top. */
export function tildeInside(place: Place, isOnRight: boolean): FormulaError {
  return new FormulaError(
    isOnRight ? "unexpected-operator" : "tilde",
    "`~` separates the two sides of a formula and can stand only once, at the top",
    {},
    place,
  );
}

/** `number`: a number other than `0` and `1` stands as a term. */
export function numberAsTerm(place: Place, text: string): FormulaError {
  return new FormulaError(
    "number",
    `the number \`${text}\` is no term; only \`0\` and \`1\` are (no intercept, intercept)`,
    { number: text },
    place,
    /^[\d.]/.test(text)
      ? `arithmetic on values is \`I(...)\`: \`I(${text} * x)\``
      : `a column of this name is written \`Q('${text}')\``,
  );
}

/** `power`: the right side of `**` is not a positive integer. */
export function powerNotPositiveInteger(place: Place): FormulaError {
  return new FormulaError(
    "power",
    "the right side of `**` must be an integer, 1 or more, written as digits",
    {},
    place,
    "`(a + b)**2` crosses terms; a power of values is `I(x**2)`",
  );
}

/** `power`: the intercept to a power. */
export function powerOfIntercept(place: Place): FormulaError {
  return new FormulaError("power", "the intercept `1` has no powers", {}, place);
}

/** `intercept-interaction`: the intercept is an operand of `:`, `*`, `/` or, in a sum, `**`. */
export function interceptInteracts(place: Place): FormulaError {
  return new FormulaError(
    "intercept-interaction",
    "the intercept cannot interact with anything",
    {},
    place,
    "leave the `1` out here; the intercept is in the model unless `0` or `- 1` removes it",
  );
}

/** `number`, `tilde` or `unary-minus`, by what follows: a `-` that has nothing to take away from. */
export function minusWithoutLeft(place: Place, code: "number" | "tilde" | "unary-minus"): FormulaError {
  return new FormulaError(
    code,
    "a `-` with nothing to its left can stand only before `1` or `0`",
    {},
    place,
    "values with the sign changed are `I(-x)`",
  );
}

// Random terms, offsets and `.`, in the extended dialect.

/** `random-term`: a bar that is not simply added to the right side: `x*(1 | g)`, `(1 | g) ~ x`. */
export function barNotAdded(place: Place): FormulaError {
  return new FormulaError(
    "random-term",
    "a random term can only be added to the right side of a formula",
    {},
    place,
    "write `... + (x | g)`; what is random belongs inside the parentheses, left of the bar",
  );
}

/** `random-term`: `||` inside a covariance structure, which says by itself what is correlated. */
export function doubleBarInStructure(place: Place, name: string): FormulaError {
  return new FormulaError(
    "random-term",
    `\`${name}(...)\` says what is correlated, so it holds one bar and not \`||\``,
    { name },
    place,
    "`diag(1 + x | g)` is what `||` means: no correlations",
  );
}

/** `random-term`: `hom` in a covariance structure without this argument. */
export function homNotTaken(place: Place, name: string): FormulaError {
  return new FormulaError(
    "random-term",
    `\`${name}(...)\` takes no \`hom\``,
    { name },
    place,
    "`diag` and `cs` take it: with `hom = TRUE` they are `homdiag` and `homcs`",
  );
}

/** `random-term`: `ar1` with a variance for each column. */
export function heterogeneousAr1(place: Place): FormulaError {
  return new FormulaError(
    "random-term",
    "an `ar1` with a variance for each column, `hom = FALSE`, cannot be fitted",
    { name: "ar1" },
    place,
    "`ar1(0 + f | g)` has one variance; `cs(0 + f | g)` and `us(0 + f | g)` have one for each column",
  );
}

/** `random-term`: a bar where the fixed part of a model alone is read. */
export function barInFixedFormula(place: Place): FormulaError {
  return new FormulaError(
    "random-term",
    "this formula is read without random terms, and here is one",
    {},
    place,
    "`parseMixedFormula` reads formulas with random terms",
  );
}

/** What to write instead of a sum, a crossing or an expression behind a bar. */
const GROUPING_HINTS: ReadonlyMap<string, string> = new Map([
  ["+", "give each grouping its own term: `(1 | a) + (1 | b)`; `a/(b + c)` is `(1 | a) + (1 | a:b) + (1 | a:c)`"],
  ["*", "write the terms out: `(1 | a) + (1 | b) + (1 | a:b)`; `b` within `a` is `a/b`"],
  ["%in%", "`b` within `a` is `a/b`"],
  ["/", "`/` cannot stand inside `:`; write the terms out: `(1 | a:c) + (1 | a:b:c)`"],
  ["dot", "name the column"],
  ["number", "a column with any name is written in back-ticks"],
  ["zero", "right of the bar stands the column whose values are the groups: `(1 | g)`"],
  ["one", "right of the bar stands the column whose values are the groups: `(1 | g)`"],
  ["-", "write out the terms that are left"],
  ["**", "write the terms out: `(1 | a) + (1 | b) + (1 | a:b)`"],
  ["call", "compute the column in the table first; of functions only `C(g)` and `factor(g)` group, as `g` does"],
  ["factor", "compute the column in the table first"],
]);

/** `random-term`: what stands right of a bar is not made of columns joined by `:` and `/`; `what` is its operator. */
export function notAGrouping(place: Place, what: string): FormulaError {
  return new FormulaError(
    "random-term",
    "a random term is grouped by columns, joined by `:` or `/`, and not by this",
    { found: what },
    place,
    GROUPING_HINTS.get(what),
  );
}

/** `no-random-terms`: the left side of a bar leaves no terms: `(0 | g)`; the place is that side. */
export function barWithoutTerms(place: Place): FormulaError {
  return new FormulaError(
    "no-random-terms",
    "this leaves no terms: nothing would be random",
    {},
    place,
    "`(1 | g)` is a random intercept, `(0 + x | g)` a random slope alone",
  );
}

/** `offset`: an offset that is not simply added to the right side: `x:offset(z)`, `log(offset(z))`. */
export function offsetNotAdded(place: Place): FormulaError {
  return new FormulaError(
    "offset",
    "an offset can only be added to the right side of a formula",
    {},
    place,
    "write `y ~ x + offset(log(t))`; arithmetic belongs inside its parentheses: `offset(-t)`",
  );
}

/** `offset`: an offset without its one argument, or with more. */
export function offsetArguments(place: Place): FormulaError {
  return new FormulaError(
    "offset",
    "an offset has one argument, a column of numbers or an expression",
    {},
    place,
    "several offsets are added: `offset(a) + offset(b)`",
  );
}

/** `offset`: an offset where the terms of a formula alone are read. */
export function offsetInFixedFormula(place: Place): FormulaError {
  return new FormulaError(
    "offset",
    "this formula is read without offsets, and here is one",
    {},
    place,
    "`parseMixedFormula` reads formulas with offsets",
  );
}

/** `dot`: a `.` where the columns of the table are not known. */
export function dotWithoutColumns(place: Place): FormulaError {
  return new FormulaError(
    "dot",
    "`.` stands for columns of the table, and the table's columns are not given",
    {},
    place,
    "give their names: `parseMixedFormula(text, { columns })`",
  );
}

/** `dot`: a `.` on the left side. */
export function dotOnLeft(place: Place): FormulaError {
  return new FormulaError(
    "dot",
    "`.` stands for the columns that the left side does not use, so it cannot stand there",
    {},
    place,
    "name the response",
  );
}

// Sides and random terms.

/** `sides`: a right side alone is wanted, as for random effects, and the formula has both. */
export function leftSideUnexpected(source: string, left: string): FormulaError {
  return new FormulaError(
    "sides",
    `the formula \`${source}\` has a left side, \`${left}\`, where only a right side belongs`,
    { formula: source, left },
    null,
    "write only what stands to the right of `~`",
  );
}

/** `sides`: a response is wanted, and the formula is an empty text. */
export function formulaEmpty(): FormulaError {
  return new FormulaError(
    "sides",
    "the formula is empty: a model needs a response and terms",
    { formula: "" },
    null,
    "write `response ~ terms`; `response ~ 1` has an intercept alone",
  );
}

/** `sides`: a response is wanted, and the formula has none. */
export function leftSideMissing(source: string): FormulaError {
  return new FormulaError(
    "sides",
    `the formula \`${source}\` has no left side: a model needs a response`,
    { formula: source },
    null,
    "write `response ~ terms`",
  );
}

/** `no-random-terms`: the formula of random effects, or of a component, leaves no terms. */
export function noRandomColumns(source: string, component: string | null): FormulaError {
  const what = component === null ? "random effects" : `variance component \`${component}\``;
  return new FormulaError(
    "no-random-terms",
    `the formula \`${source}\` of the ${what} has no terms: nothing would be random`,
    { formula: source, component },
    null,
    component === null ? "`1` gives a random intercept" : "`0 + C(a)` gives an effect of each level of `a`",
  );
}
