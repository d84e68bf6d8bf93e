// The canonical spelling of an embedded expression: its tokens, with blanks where patsy puts them.
// Two factors are the same when these texts are equal, and column names begin with them, so the tokens are
// re-printed as typed (quotes, `0x10`, extra parentheses) and only the blanks between them are decided here. What
// the extended dialect alone can spell is written as patsy's: a name in back-ticks as `Q('...')`, `{x}` as `I(x)`.
import { columnText } from "./column-names.ts";
import { isWord, type Token, tokenize } from "./tokens.ts";

const SPACED: ReadonlySet<string> = new Set("+ - * / % & ^ | < > == != <= >= << >> <> ** // @ := ->".split(" "));

/**
 * Spells an embedded expression in the one way that identifies it.
 *
 * @param text - an expression, as typed: `np . log( z )`.
 * @returns its canonical spelling: `np.log(z)`. Spelling that again changes nothing.
 * @see patsy 0.5.3, `patsy.tokens.pretty_untokenize`, whose spacing this reproduces.
 */
export function canonicalText(text: string): string {
  return spell(tokenize(text));
}

/** Spells an expression whose tokens are at hand. */
export function spell(typed: readonly Token[]): string {
  const tokens = typed.some(isExtended) ? typed.flatMap(respelled) : typed;
  if (tokens.length === 1) return tokens[0]?.text ?? "";
  let spelled = "";
  let depth = 0;
  let previous: Token | null = null;
  let wantsBlank = false;
  for (const token of tokens) {
    if (token.text === "(" || token.text === "[") depth += 1;
    else if (token.text === ")" || token.text === "]") depth -= 1;
    const [before, after] = blanksAround(token, previous, depth);
    if (wantsBlank || before) spelled += " ";
    spelled += token.text;
    wantsBlank = after;
    previous = token;
  }
  return spelled;
}

function isExtended({ kind, text }: Token): boolean {
  return kind === "quoted" || text === "{" || text === "}";
}

/** The tokens that patsy has for one of the extended dialect. */
function respelled(token: Token): Token[] {
  if (token.kind === "quoted") return tokenize(columnText(token.text.slice(1, -1), "extended"), "extended");
  if (token.text === "{") return tokenize("I(");
  return token.text === "}" ? tokenize(")") : [token];
}

/** Whether a token asks for a blank before it, and for one after it. */
function blanksAround(token: Token, previous: Token | null, depth: number): readonly [boolean, boolean] {
  if (isWord(token)) return [previous !== null && isWord(previous), false];
  switch (token.text) {
    case ",":
      return [false, true];
    case "~":
      return [true, false];
    case "=":
      return depth === 0 ? [true, true] : [false, false];
    case "+":
    case "-":
      return endsOperand(previous) ? [true, true] : [false, false];
    default:
      return SPACED.has(token.text) ? [true, true] : [false, false];
  }
}

/** After an operand a sign has two operands; `]` does not count as the end of one, as in patsy. */
function endsOperand(previous: Token | null): boolean {
  return previous !== null && (isWord(previous) || previous.text === ")");
}
