// What is said of a formula that the grammar refuses, in the order in which it is read: tokens, operators of the
// formula, embedded expressions. A text says what is wrong and what would be right.

import { FormulaError, type Place } from "../formula-error.ts";
import type { Dialect } from "./dialect.ts";
import { CONTRASTS } from "./r-calls.ts";
import { STRUCTURES } from "./structure-call.ts";

// Tokens.

/** `bad-character`: a character that begins no token. */
export function badCharacter(place: Place, character: string): FormulaError {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  const isVisible = /[^\p{C}\p{Z}]/u.test(character);
  const isSpace = /\p{Zs}/u.test(character);
  return new FormulaError(
    "bad-character",
    `the character ${isVisible ? `\`${character}\` ` : ""}(${code}) has no meaning in a formula`,
    { character },
    place,
    CHARACTER_HINTS.get(character) ?? (isSpace ? "this is a space of another kind; type a plain one" : undefined),
  );
}

const CHARACTER_HINTS: ReadonlyMap<string, string> = new Map([
  ["`", "a column with any name is written `Q('the name')`; back-ticks are of the extended dialect"],
  ["\u2013", "this is a dash; minus is `-`"],
  ["\u2212", "this is a typographic minus; type `-`"],
  ["\u00a0", "this is a no-break space; type a plain one"],
  ["\u00d7", "terms are multiplied by `:`, with each by itself by `*`, and values inside `I(...)` by `*`"],
  ["\uff5e", "this is a wide tilde; the sides of a formula are separated by `~`"],
  ["$", "a formula names columns of one table: write `x` for `table$x`"],
  ["\u2018", "quotes are `'` and `\"`"],
  ["\u2019", "quotes are `'` and `\"`"],
  ["\u201c", "quotes are `'` and `\"`"],
  ["\u201d", "quotes are `'` and `\"`"],
  ["!", "unequal is `!=`; an expression is negated inside `I(~(...))`"],
]);

/** `unclosed-string`: a quote that opens a string, or a back-tick that opens a name, and is not met again. */
export function unclosedString(place: Place, quote: string): FormulaError {
  const text = quote === "`" ? "this name in back-ticks" : `the string that starts with \`${quote}\``;
  return new FormulaError("unclosed-string", `${text} is not closed`, { quote }, place);
}

/** `missing-operand`: back-ticks with nothing between them. */
export function emptyName(place: Place): FormulaError {
  return new FormulaError("missing-operand", "expected a column's name between the back-ticks", {}, place);
}

/** `comment`: a `#` and what follows it, Python's comment. */
export function commentInFormula(place: Place): FormulaError {
  return new FormulaError("comment", "a formula holds no comments", {}, place);
}

// Operators of the formula.

/** Operators of R that are two here: what follows the first of the two, and what to write. */
const OPERATORS_OF_R: ReadonlyMap<string, string> = new Map([
  ["::", "a function is called by its own name: `poly(x, 2)`, not `stats::poly(x, 2)`"],
]);

/**
 * `unexpected-operator`: an operator where a term has to begin: `y ~ *x`.
 *
 * @param before - the text of what stands before it.
 */
export function operandExpected(place: Place, found: string, before = ""): FormulaError {
  return new FormulaError(
    "unexpected-operator",
    `expected a term, found the operator \`${found}\``,
    { found },
    place,
    OPERATORS_OF_R.get(`${before}${found}`),
  );
}

/** `missing-operand`: the formula, or an embedded expression, ends after an operator. */
export function operandMissing(place: Place, operator: string): FormulaError {
  return new FormulaError("missing-operand", `expected a term after \`${operator}\``, { operator }, place);
}

/** `missing-operand`: a bracket closes, or a comma follows, after an operator: `(x + )`. */
export function operandMissingBefore(place: Place, found: string): FormulaError {
  return new FormulaError("missing-operand", `expected a term before \`${found}\``, { found }, place);
}

/** `random-term`: a bar outside parentheses, or beside a `~` in them; `inParentheses` is what was perhaps meant. */
export function bareBar(place: Place, inParentheses: string): FormulaError {
  return new FormulaError(
    "random-term",
    "a random term needs parentheses of its own",
    {},
    place,
    `write \`${inParentheses}\`; terms outside the parentheses are fixed, and a logical or is \`I((x > 0) | (z > 0))\``,
  );
}

/** `random-term`: two bars between the same parentheses: `(1 | a | b)`. */
export function secondBar(place: Place): FormulaError {
  return new FormulaError(
    "random-term",
    "a random term has one bar, and this is the second",
    {},
    place,
    "give each grouping its own term: `(1 | a) + (1 | b)`; `b` within `a` is `(1 | a/b)`",
  );
}

/** `random-term`: a `~` right of a bar: `(1 | g ~ x)`. */
export function tildeAfterBar(place: Place): FormulaError {
  return new FormulaError(
    "random-term",
    "a random term stands on the right side of a formula, and no `~` in it",
    {},
    place,
  );
}

/** `random-term`: the call around a bar is no covariance structure; the place is its name. */
export function unknownStructure(place: Place, name: string): FormulaError {
  const list = STRUCTURES.map((structure) => `\`${structure}\``).join(", ");
  return new FormulaError(
    "random-term",
    `\`${name}\` is no covariance structure of a random term; there are ${list}`,
    { name, known: STRUCTURES },
    place,
    "`diag(1 + x | g)` has no correlations, `(1 + x | g)` all; a logical or is `I((x > 0) | (z > 0))`",
  );
}

/** `random-term`: something else than `hom = TRUE` or `FALSE` follows the bar in a covariance structure. */
export function structureArgument(place: Place): FormulaError {
  return new FormulaError(
    "random-term",
    "after its bar a covariance structure takes `hom = TRUE` or `hom = FALSE`, and not this",
    {},
    place,
    "`diag(x | g, hom = TRUE)` and `cs(x | g, hom = TRUE)` have one variance for all columns",
  );
}

/** `unexpected-operator`: the formula ends after a second `~`. */
export function secondTilde(place: Place): FormulaError {
  return new FormulaError("unexpected-operator", "`~` can stand only once, and nothing follows this one", {}, place);
}

/** `unexpected-operator`: parentheses with nothing between them. */
export function emptyParentheses(place: Place): FormulaError {
  return new FormulaError("unexpected-operator", "expected a term between `(` and `)`", {}, place);
}

/** `unclosed-paren`: the formula ends inside parentheses; the place is the innermost `(`. */
export function parenthesisNotClosed(place: Place): FormulaError {
  return new FormulaError("unclosed-paren", "this `(` is not closed", {}, place);
}

/** `unmatched-close`: a `)` without a `(`. */
export function parenthesisNotOpened(place: Place): FormulaError {
  return new FormulaError("unmatched-close", "this `)` has no `(` before it", {}, place);
}

/** `unexpected-noun`: a term begins right after another one: `(x) z`. */
export function operatorExpected(place: Place, found: string): FormulaError {
  const hint = found.startsWith("^") ? "terms are crossed by `(a + b)**2`" : "join terms with `+`, `:` or `*`";
  return new FormulaError("unexpected-noun", `expected an operator, found \`${found}\``, { found }, place, hint);
}

/** `not-patsy-syntax`: the grammar refuses the formula, and nothing in it is known to be out of place. */
export function notUnderstood(place: Place): FormulaError {
  return new FormulaError("not-patsy-syntax", "this is not understood", {}, place);
}

// Embedded expressions: brackets.

/** `unclosed-bracket`: an embedded expression ends inside its brackets; the place is the whole of it. */
export function bracketNotClosed(place: Place, bracket: string): FormulaError {
  return new FormulaError("unclosed-bracket", `a \`${bracket}\` in this expression is not closed`, { bracket }, place);
}

/** `unmatched-bracket`: a bracket closes what is not open, or what a bracket of another kind opened. */
export function bracketNotOpened(place: Place, bracket: string): FormulaError {
  return new FormulaError("unmatched-bracket", `this \`${bracket}\` closes no bracket`, { bracket }, place);
}

// Embedded expressions: operands and operators.

/** `missing-operator`: two operands of an embedded expression stand side by side: `x z`. */
export function operatorMissing(place: Place, left: string, right: string): FormulaError {
  const isProduct = /^[\d.]/.test(left) && /^[^\d.'"(]/.test(right);
  const isZeroInFront = /^0[0_]*$/.test(left) && /^\d/.test(right);
  return new FormulaError(
    "missing-operator",
    `expected an operator between \`${left}\` and \`${right}\``,
    { left, right },
    place,
    isProduct
      ? `a product of values is \`I(${left} * ${right})\`; a column of this name is \`Q('${left}${right}')\``
      : isZeroInFront
        ? "a whole number does not begin with 0"
        : "join terms with `+`, `:` or `*`; a column whose name has a blank is `Q('the name')`",
  );
}

/** `missing-operand`: a comparison with a signed number, whose `-` ends the expression: `x > -1`. */
export function comparisonOfSign(place: Place, operator: string): FormulaError {
  return new FormulaError(
    "missing-operand",
    `expected a value after \`${operator}\`; outside brackets a \`-\` belongs to the formula`,
    { operator },
    place,
    `\`I(x ${operator} -1)\``,
  );
}

/** Operators and punctuation of other languages: what to write instead. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  [".", "name the columns; in the extended dialect `.` stands for a sum of all others, as a term"],
  ["|", "`parseMixedFormula` reads random terms, `(x | g)`; a logical or is `I((x > 0) | (z > 0))`"],
  ["||", "`parseMixedFormula` reads random terms, `(x || g)`; a logical or is `I((x > 0) | (z > 0))`"],
  ["&", "an interaction is `a:b`; a logical and is `I((x > 0) & (z > 0))`"],
  ["^", "terms are crossed by `(a + b)**2`; a power of values is `I(x**2)`"],
  ["%in%", "`b` within `a` is `a/b`; one of several values is `I((x == 'a') | (x == 'b'))`"],
  ["in", "`b` within `a` is `a/b`; equal is `==`"],
  ["=", "the sides of a formula are separated by `~`; equal is `==`"],
  [",", "join terms with `+`"],
  ["{", "arithmetic on columns is `I(...)`"],
  ["<>", "unequal is `!=`"],
  ["<-", "the sides of a formula are separated by `~`; a comparison is `I(x < -1)`"],
  ["->", "the response stands on the left: `y ~ x`"],
  ["%%", "the remainder of a division is `x % 2`"],
  ["%/%", "division without a remainder is `x // 2`"],
  ["%*%", "products of columns are `I(x * z)`"],
  ["%>%", "a pipe has no meaning in a formula: `x %>% f` is `f(x)`"],
  ["|>", "a pipe has no meaning in a formula: `x |> f` is `f(x)`"],
  [";", "a text holds one formula; join terms with `+`"],
]);

/** The same inside expressions of the extended dialect, which has some of these elsewhere. */
const INSTEAD_IN_EXPRESSION: ReadonlyMap<string, string> = new Map([
  ...INSTEAD,
  [".", "`.` stands for a sum of columns, as a term; in an expression, name one column"],
  ["||", "a logical or is `|`: `I((x > 0) | (z > 0))`"],
]);

/** `not-patsy-syntax`: an operator or punctuation of another language; the hint is what to write instead. */
export function notPatsySyntax(place: Place, found: string, dialect: Dialect): FormulaError {
  return new FormulaError(
    "not-patsy-syntax",
    `\`${found}\` has no meaning here`,
    { found },
    place,
    (dialect === "patsy" ? INSTEAD : INSTEAD_IN_EXPRESSION).get(found),
  );
}

/** `not-patsy-syntax`: a random term, `(left | group)`, in the dialect that has none. */
export function barInPatsyDialect(place: Place, left: string, group: string): FormulaError {
  return new FormulaError(
    "not-patsy-syntax",
    "`|` has no meaning here",
    { found: "|" },
    place,
    `\`parseMixedFormula\` reads random terms; here this one is \`groups\` \`${group}\` with \`re_formula\` \`${left}\``,
  );
}

/** `not-patsy-syntax`: a contrast by the name that R gives it: `contr.sum`. */
export function contrastOfR(place: Place, name: string): FormulaError {
  const same = CONTRASTS.get(name);
  return new FormulaError(
    "not-patsy-syntax",
    `\`${name}\` is a contrast of R`,
    { found: name },
    place,
    `${same === undefined ? "" : `here it is \`${same}\`; `}contrasts are \`Treatment\`, \`Sum\`, \`Helmert\`, \`Poly\` and \`Diff\``,
  );
}

/**
 * `not-patsy-syntax`: a keyword of Python where a value has to stand.
 *
 * @param name - the word with what follows it after a dot, `as.factor`, and the `(` of a call.
 */
export function reservedWord(place: Place, word: string, name: string): FormulaError {
  const hint = name.endsWith("(")
    ? "`C(a)` is `as.factor(a)`; make other columns in the table first"
    : `a column of this name is \`Q('${name}')\``;
  return new FormulaError(
    "not-patsy-syntax",
    `\`${word}\` is a word of the language of expressions`,
    { found: word },
    place,
    hint,
  );
}

/** `not-patsy-syntax`: a string with one of Python's prefixes: `f'x'`. */
export function stringPrefix(place: Place, prefix: string): FormulaError {
  return new FormulaError(
    "not-patsy-syntax",
    `strings with the prefix \`${prefix}\` are not understood`,
    { found: prefix },
    place,
    "write a plain string in `'` or `\"`",
  );
}

/** `type`: terms in parentheses with commas between them, or groupings behind a bar. */
export function tupleOfTerms(place: Place, isGrouping: boolean): FormulaError {
  const hint = isGrouping ? "give each grouping its own term: `(1 | a) + (1 | b)`" : "join terms with `+`";
  return new FormulaError("type", "a list of columns is no term", {}, place, hint);
}

/** `type`: `not`, `and`, `or`, `if` or `else`, which do not work row by row. */
export function truthOfColumn(place: Place, word: string): FormulaError {
  return new FormulaError(
    "type",
    `\`${word}\` needs one truth value, and a column has one for each row`,
    { found: word },
    place,
    "row by row: `I(~(x > 0))`, `I((x > 0) & (z > 0))`, `I((x > 0) | (z > 0))`, `np.where(x > 0, a, b)`",
  );
}

/** `type`: two comparisons in one: `0 < x < 1`. */
export function chainedComparison(place: Place, operator: string): FormulaError {
  return new FormulaError(
    "type",
    `a second comparison, \`${operator}\`, needs parentheses`,
    { found: operator },
    place,
    "`I((0 < x) & (x < 1))`; `&` and `|` bind tighter than comparisons",
  );
}

/** `categorical`: the name of a coded column, `C(a)[T.b]`, stands where its variable belongs. */
export function columnNameAsTerm(place: Place, column: string): FormulaError {
  return new FormulaError(
    "categorical",
    "a term names a whole variable, not one column of its coding",
    {},
    place,
    `write \`${column}\``,
  );
}

/** `rows`: a column is indexed: `x[0:3]`. */
export function partOfColumn(place: Place): FormulaError {
  return new FormulaError(
    "rows",
    "this takes some rows of a column, and a term needs a value for every row",
    {},
    place,
    "select rows of the table before the model is built",
  );
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

/** `forbidden`: Python that formulas leave out on purpose; `hint` is what was perhaps meant. */
export function forbidden(place: Place, what: keyof typeof FORBIDDEN, hint?: string): FormulaError {
  return new FormulaError("forbidden", `${FORBIDDEN[what]} in a formula`, { what }, place, hint);
}
