// How large a formula may be. Reading takes time in proportion to the text and stack in proportion to the nesting,
// and `**` makes terms by the binomial coefficient, so each has a bound, far above what a model can use.
import { placeOfTokens } from "./code-points.ts";
import { nestingTooDeep, textTooLong } from "./errors.ts";
import { isWord, type Token } from "./tokens.ts";

/** Bounds on a formula: characters, levels of nesting, terms on a side, products of terms that operators make. */
export const LIMITS = { characters: 100_000, nesting: 60, terms: 10_000, products: 500_000 } as const;

/**
 * Checks the length of a formula's text.
 *
 * @throws {@link FormulaError} `limit`.
 */
export function checkLength(source: string): void {
  if (source.length > LIMITS.characters) throw textTooLong(source.length, LIMITS.characters);
}

/**
 * Checks how deep brackets, signs before an operand and powers to the right of `**` nest.
 *
 * @throws {@link FormulaError} `limit`, at the token that goes too deep.
 */
export function checkNesting(tokens: readonly Token[], source: string): void {
  const levels: number[] = [];
  let level = 0;
  let isAfterOperand = false;
  for (const token of tokens) {
    if ("([{".includes(token.text)) {
      levels.push(level);
      level += 1;
    } else if (")]}".includes(token.text)) level = levels.pop() ?? 0;
    else if (token.text === "**" || (!isAfterOperand && "+-~".includes(token.text))) level += 1;
    else if (!isWord(token) && token.text !== ".") level = (levels.at(-1) ?? -1) + 1;
    if (level > LIMITS.nesting) throw nestingTooDeep(placeOfTokens(source, token), LIMITS.nesting);
    isAfterOperand = isWord(token) || ")]}".includes(token.text);
  }
}
