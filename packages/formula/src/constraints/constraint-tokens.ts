// Splits a text of linear constraints into tokens. The names are given, since a coefficient's name may hold brackets,
// blanks and operators: at each place operators and parentheses come first, then the longest name, then a number.

import { tooManyTokens } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { placeOfTokens } from "../syntax/code-points.ts";
import { nearest } from "../words/nearest.ts";
import * as messages from "./constraint-errors.ts";

/** A piece of a text of constraints; `start` and `end` are offsets in UTF-16 units. */
export interface ConstraintToken {
  readonly kind: "operator" | "name" | "number";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const OPERATORS = ",=+-*/()";
const NUMBER = /[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?/y;
const BLANK = " \t\n\v\f\r";
const WORD = /[\p{XID_Start}_][^\s,=+\-*/();]*/uy;
const WORD_WITH_OPERATORS = /[\p{XID_Start}_][^\s,=]*/uy;
/** Characters within which a name near to a misspelt one is looked for. */
const LONGEST_WORD = 200;

/**
 * Splits a text into tokens; blanks between them are dropped.
 *
 * @param text - the constraints.
 * @param names - the coefficients' names; a name that begins with an operator or a parenthesis is never found.
 * @param source - `text` as errors show it, of the same length.
 * @throws {@link FormulaError} `unknown-name`, `bad-character`, `limit`.
 */
export function constraintTokens(text: string, names: readonly string[], source: string): ConstraintToken[] {
  const longestFirst = namesByFirst(names);
  const tokens: ConstraintToken[] = [];
  for (let at = 0; at < text.length; ) {
    const token = tokenAt(text, at, longestFirst);
    if (token !== null) tokens.push(token);
    else if (!BLANK.includes(text.charAt(at))) throw unrecognized(text, at, tokens.at(-1), names, source);
    at = token?.end ?? at + 1;
  }
  if (tokens.length > LIMITS.tokens) throw tooManyTokens("constraint", tokens.length, LIMITS.tokens);
  return tokens;
}

/** Names by their first UTF-16 unit, the longest first. */
function namesByFirst(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const byFirst = new Map<string, string[]>();
  for (const name of [...names].sort((a, b) => b.length - a.length)) {
    const first = name.charAt(0);
    const others = byFirst.get(first);
    if (others === undefined) byFirst.set(first, [name]);
    else others.push(name);
  }
  return byFirst;
}

/** The token that begins at `at`, or null. */
function tokenAt(text: string, at: number, names: ReadonlyMap<string, readonly string[]>): ConstraintToken | null {
  const first = text.charAt(at);
  const token = (kind: ConstraintToken["kind"], piece: string): ConstraintToken => {
    return { kind, text: piece, start: at, end: at + piece.length };
  };
  if (OPERATORS.includes(first)) return token("operator", first);
  const name = names.get(first)?.find((one) => text.startsWith(one, at));
  if (name !== undefined) return token("name", name);
  const number = match(NUMBER, text, at);
  return number === null ? null : token("number", number);
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** The error of a place where no token begins: the middle or the start of a misspelt name, or a stray character. */
function unrecognized(
  text: string,
  at: number,
  previous: ConstraintToken | undefined,
  names: readonly string[],
  source: string,
): Error {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const place = placeOfTokens(source, { start: at, end: at + character.length });
  // a misspelt name may begin with what is another's name: `xy` where only `x` exists
  const isInside = previous?.kind === "name" && previous.end === at;
  const start = isInside ? previous.start : at;
  const word = match(WORD, text, start);
  if (word === null || start + word.length <= at) return messages.meaninglessCharacter(place, character);
  // the name that was meant may hold operators and brackets: the longest run of characters near to one is quoted
  const longest = match(WORD_WITH_OPERATORS, text, start) ?? word;
  for (let length = Math.min(longest.length, LONGEST_WORD); length > 0; length--) {
    const run = longest.slice(0, length);
    const candidates = endsWord(longest, length) ? nearest(run, names) : [];
    if (candidates.length > 0) return messages.unknownCoefficient(place, run, names, candidates);
  }
  return messages.unknownCoefficient(place, word, names, []);
}

/** Whether a run of so many characters ends where a name can end: at the end, before an operator, after a bracket. */
function endsWord(run: string, length: number): boolean {
  return length === run.length || OPERATORS.includes(run.charAt(length)) || ")]".includes(run.charAt(length - 1));
}
