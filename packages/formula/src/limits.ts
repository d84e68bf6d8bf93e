// How large a formula may be. Reading takes time in proportion to the text and stack in proportion to the nesting,
// and `**` makes terms by the binomial coefficient, so each has a bound, far above what a model can use.
import { placeOfTokens } from "./code-points.ts";
import { nestingTooDeep, textTooLong, tooManyTokens } from "./errors.ts";
import { CLOSING, isWord, OPENING, type Token } from "./tokens.ts";

/** Bounds on a formula. */
export const LIMITS = {
  /** Characters of the text. */
  characters: 50_000,
  /** Names, numbers, strings, operators and brackets of the text. */
  tokens: 10_000,
  /** Brackets, signs and powers inside each other. */
  nesting: 32,
  /** Operators in one embedded expression, whose tree can be as deep as they are many. */
  operators: 500,
  /** Terms on a side. */
  terms: 10_000,
  /** Groupings that nest in each other behind one bar. */
  groupings: 100,
  /** Factors in all products of terms that the formula's operators make. */
  products: 2_000_000,
} as const;

const SIGNS: ReadonlySet<string> = new Set(["+", "-", "~"]);
const PUNCTUATION: ReadonlySet<string> = new Set([...OPENING, ...CLOSING, ",", ".", "="]);

/**
 * Checks the length of a formula's text.
 *
 * @throws {@link FormulaError} `limit`.
 */
export function checkLength(source: string): void {
  if (source.length > LIMITS.characters) throw textTooLong("formula", source.length, LIMITS.characters);
}

/**
 * Checks how deep brackets, signs before an operand and powers to the right of `**` nest, and how many tokens
 * there are.
 *
 * @throws {@link FormulaError} `limit`, for the nesting at the token that goes too deep.
 */
export function checkTokens(tokens: readonly Token[], source: string): void {
  const levels: number[] = [];
  let level = 0;
  let isAfterOperand = false;
  for (const token of tokens) {
    if (OPENING.has(token.text)) {
      levels.push(level);
      level += 1;
    } else if (CLOSING.has(token.text)) level = levels.pop() ?? 0;
    else if (token.text === "**" || token.text === "^" || (!isAfterOperand && SIGNS.has(token.text))) level += 1;
    else if (!isWord(token) && token.text !== ".") level = (levels.at(-1) ?? -1) + 1;
    if (level > LIMITS.nesting) throw nestingTooDeep(placeOfTokens(source, token), LIMITS.nesting);
    isAfterOperand = isWord(token) || CLOSING.has(token.text);
  }
  if (tokens.length > LIMITS.tokens) throw tooManyTokens("formula", tokens.length, LIMITS.tokens);
}

/** Tells whether the tokens of an embedded expression hold more operators than one may have. */
export function hasTooManyOperators(tokens: readonly Token[]): boolean {
  if (tokens.length <= LIMITS.operators) return false;
  const operators = tokens.filter((token) => token.kind === "operator" && !PUNCTUATION.has(token.text));
  return operators.length > LIMITS.operators;
}
