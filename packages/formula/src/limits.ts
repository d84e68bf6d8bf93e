// How large a formula may be. Reading takes time in proportion to the text and stack in proportion to the nesting,
// and `**` makes terms by the binomial coefficient, so each has a bound, far above what a model can use.

import { nestingTooDeep, notAText, type TextKind, textTooLong, tooManyTokens } from "./errors.ts";
import { placeOfTokens } from "./syntax/code-points.ts";
import { CLOSING, isWord, OPENING, type Token } from "./syntax/tokens.ts";

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
const POWERS: ReadonlySet<string> = new Set(["**", "^"]);
/** What the operand of `~` in front of it, and so that of any sign, reaches to. */
const SEPARATORS: ReadonlySet<string> = new Set(["~", "|", "||", "&", ",", "="]);
const PUNCTUATION: ReadonlySet<string> = new Set([...OPENING, ...CLOSING, ",", ".", "="]);

/**
 * Checks that a formula, or a constraint, is a text: callers without types give anything.
 *
 * @throws {@link FormulaError} `type`.
 */
export function checkIsText(text: unknown, what: TextKind = "formula"): void {
  if (typeof text !== "string") throw notAText(text, what);
}

/**
 * Checks the length of a text.
 *
 * @throws {@link FormulaError} `limit`.
 */
export function checkLength(source: string, what: TextKind = "formula"): void {
  if (source.length > LIMITS.characters) throw textTooLong(what, source.length, LIMITS.characters);
}

/**
 * Checks how deep brackets, signs before an operand and powers to the right of `**` nest, and how many tokens
 * there are.
 *
 * @throws {@link FormulaError} `limit`, for the nesting at the token that goes too deep.
 */
export function checkTokens(tokens: readonly Token[], source: string): void {
  const around: Depth[] = [];
  let depth: Depth = { brackets: 0, tildes: 0, signs: 0, powers: 0 };
  let isAfterOperand = false;
  for (const token of tokens) {
    if (OPENING.has(token.text)) {
      around.push(depth);
      depth = { brackets: levelOf(depth) + 1, tildes: 0, signs: 0, powers: 0 };
    } else if (CLOSING.has(token.text)) depth = around.pop() ?? depth;
    else if (!isWord(token) && token.text !== ".") depth = depthAfter(token.text, depth, isAfterOperand);
    if (levelOf(depth) > LIMITS.nesting) throw nestingTooDeep(placeOfTokens(source, token), LIMITS.nesting);
    isAfterOperand = isWord(token) || CLOSING.has(token.text);
  }
  if (tokens.length > LIMITS.tokens) throw tooManyTokens("formula", tokens.length, LIMITS.tokens);
}

/**
 * How deep a place is: the level of the bracket around it, and what stands before it there and has it in its operand.
 */
interface Depth {
  readonly brackets: number;
  readonly tildes: number;
  readonly signs: number;
  readonly powers: number;
}

function levelOf({ brackets, tildes, signs, powers }: Depth): number {
  return brackets + tildes + signs + powers;
}

/** The operand of a sign is the product that follows, `- a*b`; that of `~` in front is the sum. */
function depthAfter(operator: string, depth: Depth, isAfterOperand: boolean): Depth {
  if (POWERS.has(operator)) return { ...depth, powers: depth.powers + 1 };
  if (!isAfterOperand && operator === "~") return { ...depth, tildes: depth.tildes + 1 };
  if (!isAfterOperand && SIGNS.has(operator)) return { ...depth, signs: depth.signs + 1 };
  if (SEPARATORS.has(operator)) return { brackets: depth.brackets, tildes: 0, signs: 0, powers: 0 };
  return { ...depth, signs: SIGNS.has(operator) ? 0 : depth.signs, powers: 0 };
}

/** Tells whether the tokens of an embedded expression hold more operators than one may have. */
export function hasTooManyOperators(tokens: readonly Token[]): boolean {
  if (tokens.length <= LIMITS.operators) return false;
  const operators = tokens.filter((token) => token.kind === "operator" && !PUNCTUATION.has(token.text));
  return operators.length > LIMITS.operators;
}
