// What is said of a text of linear constraints that cannot be read, beside what is said of formulas too (`errors.ts`,
// `syntax-errors.ts`). A text says what is wrong and what would be right.
import { FormulaError, type Place } from "../formula-error.ts";
import { guess } from "../words/did-you-mean.ts";
import { listed } from "../words/listed.ts";

/** `limit`: parentheses and signs stand too deep inside each other. */
export function constraintTooDeep(place: Place, max: number): FormulaError {
  return new FormulaError(
    "limit",
    `parentheses and signs nest more than ${max} deep`,
    { limit: "nesting", max },
    place,
  );
}

/** `constraint-empty`: there is nothing but blanks. */
export function constraintEmpty(): FormulaError {
  return new FormulaError(
    "constraint-empty",
    "the constraint is empty",
    {},
    null,
    "write `x = 0`, or several constraints with `,` between them",
  );
}

// Tokens.

const CHARACTER_HINTS: ReadonlyMap<string, string> = new Map([
  [";", "constraints are separated by `,`"],
  ["&", "constraints are separated by `,`"],
  ["<", "a constraint is an equality"],
  [">", "a constraint is an equality"],
  ["!", "a constraint is an equality"],
  ["~", "a constraint is an equality: `x = 0`"],
  [".", "a number has a digit after the point"],
  ["'", "names stand without quotes"],
  ['"', "names stand without quotes"],
  ["\u00a0", "this is a no-break space; type a plain one"],
  ["\u2212", "this is a typographic minus; type `-`"],
  ["\u2013", "this is a dash; minus is `-`"],
]);

/** `bad-character`: a character that begins no name, number or operator. */
export function meaninglessCharacter(place: Place, character: string): FormulaError {
  return new FormulaError(
    "bad-character",
    `the character \`${character}\` has no meaning in a constraint`,
    { character },
    place,
    CHARACTER_HINTS.get(character),
  );
}

/** `unknown-name`: a word that is none of the names; the place is its first character that begins no name. */
export function unknownCoefficient(
  place: Place,
  name: string,
  names: readonly string[],
  candidates: readonly string[],
): FormulaError {
  return new FormulaError(
    "unknown-name",
    `\`${name}\` is not among the names (${listed(names)})`,
    { name, names, candidates },
    place,
    candidates.length === 0 ? undefined : guess(candidates),
  );
}

// Order of tokens.

const NOUN = "expected a name, a number or `(`";

/** `unexpected-operator`: an operator where a name or a number has to stand: `x + = 2`. */
export function nounExpected(place: Place, found: string): FormulaError {
  const hint = found === "=" ? "equality is one `=`" : found === "*" ? "there are no powers" : undefined;
  return new FormulaError("unexpected-operator", `${NOUN}, found \`${found}\``, { found }, place, hint);
}

/** `missing-operand`: the text ends, or a `)` closes, after an operator or a `(`. */
export function nounMissing(place: Place, found: string | null): FormulaError {
  const text = found === null ? `${NOUN} after this` : `${NOUN} before \`${found}\``;
  return new FormulaError("missing-operand", text, { found }, place);
}

/** `unexpected-noun`: two operands side by side: `x z`, `2 x`. */
export function constraintOperatorExpected(place: Place, found: string): FormulaError {
  return new FormulaError(
    "unexpected-noun",
    `expected an operator, found \`${found}\``,
    { found },
    place,
    "a multiple is `2 * x`; constraints are separated by `,`",
  );
}

// Meaning.

/** `constraint-product`: both operands of `*` hold a name. */
export function productOfNames(place: Place): FormulaError {
  return new FormulaError(
    "constraint-product",
    "a name times a name is not linear; one operand of `*` must be a number",
    {},
    place,
  );
}

/** `constraint-quotient`: the divisor holds a name. */
export function quotientByName(place: Place): FormulaError {
  return new FormulaError(
    "constraint-quotient",
    "division by a name is not linear; the divisor must be a number",
    {},
    place,
  );
}

/** `constraint-constant`: no name is left in a constraint, so that it says nothing of the coefficients. */
export function nothingConstrained(place: Place): FormulaError {
  return new FormulaError(
    "constraint-constant",
    "no name is left in this constraint, so it constrains nothing",
    {},
    place,
  );
}

/** `constraint-nested`: a constraint stands where a number or a sum belongs: `2 * (x = 1)`, `(x, z) = 1`. */
export function constraintInside(place: Place): FormulaError {
  return new FormulaError(
    "constraint-nested",
    "a constraint cannot be part of a sum, a product or another constraint",
    {},
    place,
    "`=` and `,` stand outside the arithmetic: `x = 1, z = 1`",
  );
}

/** `constraint-number`: a number that is no double, or arithmetic that gives none, as a division by 0. */
export function numberOutOfRange(place: Place): FormulaError {
  return new FormulaError(
    "constraint-number",
    "this is not a finite number: a division by 0, or beyond 1.8e308",
    {},
    place,
  );
}
