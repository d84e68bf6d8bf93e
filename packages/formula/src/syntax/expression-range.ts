// Where an embedded expression ends: at the first operator or `)` of the formula outside its own brackets.

import type { FormulaError, Place } from "../formula-error.ts";
import { placeOfTokens } from "./code-points.ts";
import type { Dialect } from "./dialect.ts";
import * as errors from "./syntax-errors.ts";
import { CLOSING, OPENING, type Token } from "./tokens.ts";

const PATSY_ENDS: ReadonlySet<string> = new Set(["~", "+", "-", "*", "/", ":", "**", ")"]);
const EXTENDED_ENDS: ReadonlySet<string> = new Set([...PATSY_ENDS, "^", "%in%", "|", "||"]);

/**
 * Finds the end of an embedded expression.
 *
 * @param tokens - all tokens of the formula.
 * @param from - index of the expression's first token.
 * @returns the index after its last token.
 * @throws {@link FormulaError} `unmatched-bracket`, `unclosed-bracket`; `unclosed-string`, `bad-character` or
 * `comment` for a piece of text that is no token; `missing-operand` for back-ticks with nothing between them.
 */
export function expressionEnd(tokens: readonly Token[], from: number, source: string, dialect: Dialect): number {
  const ends = dialect === "patsy" ? PATSY_ENDS : EXTENDED_ENDS;
  const open: Token[] = [];
  let at = from;
  for (let token = tokens[at]; token !== undefined; token = tokens[++at]) {
    if (open.length === 0 && ends.has(token.text)) return at;
    const error = strayError(token, source, dialect);
    if (error !== null) throw error;
    if (OPENING.has(token.text)) open.push(token);
    else if (CLOSING.has(token.text) && open.pop() === undefined) {
      throw errors.bracketNotOpened(placeOfTokens(source, token), token.text);
    }
  }
  const unclosed = open[0];
  if (unclosed === undefined) return at;
  throw errors.bracketNotClosed(placeOfTokens(source, tokens[from] as Token, tokens.at(-1)), unclosed.text);
}

/**
 * Makes the place from a bracket to the one that closes it, or to the last token if none does.
 *
 * @param from - index of the opening bracket.
 */
export function matchingBracket(tokens: readonly Token[], from: number, source: string): Place {
  let depth = 0;
  let at = from;
  for (; at < tokens.length - 1; at++) {
    const text = tokens[at]?.text ?? "";
    if (OPENING.has(text)) depth += 1;
    else if (CLOSING.has(text)) depth -= 1;
    if (depth === 0) break;
  }
  return placeOfTokens(source, tokens[from] as Token, tokens[at]);
}

function strayError(token: Token, source: string, dialect: Dialect): FormulaError | null {
  const place = placeOfTokens(source, token);
  const start = token.text.slice(0, 1);
  if (start === "`" && dialect === "patsy") {
    return errors.badCharacter(placeOfTokens(source, { start: token.start, end: token.start + 1 }), start);
  }
  switch (token.kind) {
    case "quoted":
      return token.text.length > 2 ? null : errors.emptyName(place);
    case "comment":
      return errors.commentInFormula(place);
    case "unclosed-string":
      return errors.unclosedString(place, start);
    case "wrong":
      return errors.badCharacter(place, token.text);
    default:
      return null;
  }
}
