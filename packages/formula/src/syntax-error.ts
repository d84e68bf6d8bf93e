// What is wrong with a formula that the grammar refuses. The grammar's own account of a failure (the furthest
// position, and everything that could have stood there) tells a user little, so the tokens are read once more, by
// an automaton that knows whether an operand or an operator is due and which parentheses are open. It stops at the
// first thing out of place, as patsy does, and leaves embedded expressions to `expression-error.ts`.
import { spell } from "./canonical.ts";
import { placeOfTokens } from "./code-points.ts";
import type { Dialect } from "./dialect.ts";
import { checkExpression } from "./expression-error.ts";
import { expressionEnd, matchingBracket } from "./expression-range.ts";
import * as errors from "./syntax-messages.ts";
import type { Token } from "./tokens.ts";

const PATSY_OPERATORS: ReadonlySet<string> = new Set(["~", "+", "-", "*", "/", ":", "**"]);
const EXTENDED_OPERATORS: ReadonlySet<string> = new Set([...PATSY_OPERATORS, "^", "%in%"]);
const PREFIXES: ReadonlySet<string> = new Set(["~", "+", "-"]);

const JOINTS: ReadonlySet<string> = new Set(["(", ")", "|", "||", "~"]);

/** A `(` of the formula that is open, or the whole formula around all of them. */
interface Level {
  /** Index of the `(`, -1 for the whole formula. */
  readonly at: number;
  hasTilde: boolean;
  hasBar: boolean;
}

/** How far the automaton has come. */
interface Reading {
  readonly tokens: readonly Token[];
  readonly source: string;
  readonly dialect: Dialect;
  /** The whole formula, then what is open in it. */
  readonly levels: Level[];
  at: number;
  isOperandDue: boolean;
  tildes: number;
}

/**
 * Throws the error for a formula that the grammar refuses.
 *
 * @param tokens - all tokens of the formula, at least one.
 * @param source - its text.
 * @throws {@link FormulaError} always; the code and the span are those of the first thing out of place.
 */
export function throwSyntaxError(tokens: readonly Token[], source: string, dialect: Dialect): never {
  const reading: Reading = { tokens, source, dialect, levels: [level(-1)], at: 0, isOperandDue: true, tildes: 0 };
  const isExtended = dialect === "extended";
  const operators = isExtended ? EXTENDED_OPERATORS : PATSY_OPERATORS;
  for (let token = tokens[0]; token !== undefined; token = tokens[reading.at]) {
    if (token.text === "(") openParenthesis(reading, token);
    else if (token.text === ")") closeParenthesis(reading, token);
    else if (operators.has(token.text)) readOperator(reading, token);
    else if (isExtended && (token.text === "|" || token.text === "||")) readBar(reading, token);
    else if (isExtended && token.text === ".") readDot(reading, token);
    else readExpression(reading, token);
  }
  checkEnd(reading, tokens.at(-1) as Token);
  throw errors.notUnderstood({ source, span: [0, [...source].length] });
}

function level(at: number): Level {
  return { at, hasTilde: false, hasBar: false };
}

function innermost({ levels }: Reading): Level {
  return levels.at(-1) as Level;
}

function openParenthesis(reading: Reading, token: Token): void {
  if (!reading.isOperandDue) throw errors.operatorExpected(placeOfTokens(reading.source, token), "(");
  reading.levels.push(level(reading.at));
  reading.at += 1;
}

function closeParenthesis(reading: Reading, token: Token): void {
  const place = placeOfTokens(reading.source, token);
  if (reading.levels.length === 1) throw errors.parenthesisNotOpened(place);
  if (reading.isOperandDue) {
    const isEmpty = innermost(reading).at === reading.at - 1;
    throw isEmpty ? errors.emptyParentheses(place) : errors.operandMissingBefore(place, ")");
  }
  reading.levels.pop();
  reading.at += 1;
}

/** A bar stands once between the parentheses of a random term, and no `~` beside it. */
function readBar(reading: Reading, token: Token): void {
  const place = placeOfTokens(reading.source, token);
  const inside = innermost(reading);
  if (reading.isOperandDue) throw errors.operandExpected(place, token.text);
  if (inside.hasBar) throw errors.secondBar(place);
  if (inside.at < 0 || inside.hasTilde) throw errors.bareBar(place, inParentheses(reading, token));
  inside.hasBar = true;
  reading.isOperandDue = true;
  reading.at += 1;
}

/** The formula's side around a bar as one random term where that is plain to see, and an example elsewhere. */
function inParentheses({ tokens, at }: Reading, bar: Token): string {
  const texts = tokens.map((token) => token.text);
  const start = texts.slice(0, at).lastIndexOf("~") + 1;
  const isPlain = tokens.length - start < 20 && texts.every((text, i) => i < start || i === at || !JOINTS.has(text));
  const [left, right] = [spell(tokens.slice(start, at)), spell(tokens.slice(at + 1))];
  return isPlain && right !== "" ? `(${left} ${bar.text} ${right})` : `(x + 1 ${bar.text} g)`;
}

function readDot(reading: Reading, token: Token): void {
  if (!reading.isOperandDue) throw errors.operatorExpected(placeOfTokens(reading.source, token), ".");
  reading.isOperandDue = false;
  reading.at += 1;
}

function readOperator(reading: Reading, token: Token): void {
  if (reading.isOperandDue && !PREFIXES.has(token.text)) {
    throw errors.operandExpected(
      placeOfTokens(reading.source, token),
      token.text,
      reading.tokens[reading.at - 1]?.text,
    );
  }
  if (token.text === "~" && !reading.isOperandDue) readTilde(reading, token);
  if (token.text === "~") reading.tildes += 1;
  reading.isOperandDue = true;
  reading.at += 1;
}

function readTilde(reading: Reading, token: Token): void {
  const inside = innermost(reading);
  if (inside.hasBar) throw errors.tildeAfterBar(placeOfTokens(reading.source, token));
  inside.hasTilde = true;
}

function readExpression(reading: Reading, token: Token): void {
  const { tokens, source, dialect, at } = reading;
  const end = expressionEnd(tokens, at, source, dialect);
  const last = tokens[end - 1] as Token;
  if (!reading.isOperandDue) {
    throw errors.operatorExpected(placeOfTokens(source, token, last), source.slice(token.start, last.end));
  }
  const group = innermost(reading).at;
  checkExpression(tokens.slice(at, end), {
    source,
    dialect,
    before: tokens[at - 1]?.text ?? "",
    after: tokens[end]?.text ?? "",
    group: group < 0 ? null : matchingBracket(tokens, group, source),
  });
  reading.at = end;
  reading.isOperandDue = false;
}

function checkEnd({ source, levels, tokens, isOperandDue, tildes }: Reading, last: Token): void {
  if (isOperandDue && last.text !== "(") {
    const place = placeOfTokens(source, last);
    throw last.text === "~" && tildes > 1 ? errors.secondTilde(place) : errors.operandMissing(place, last.text);
  }
  const unclosed = tokens[(levels.at(-1) as Level).at];
  if (unclosed !== undefined) throw errors.parenthesisNotClosed(placeOfTokens(source, unclosed));
}
