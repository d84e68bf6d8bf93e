// What is wrong with a formula that the grammar refuses. The grammar's own account of a failure (the furthest
// position, and everything that could have stood there) tells a user little, so the tokens are read once more, by
// an automaton that knows whether an operand or an operator is due and which parentheses are open. It stops at the
// first thing out of place, as patsy does, and leaves embedded expressions to `expression-error.ts`.
import { placeOfTokens } from "./code-points.ts";
import { checkExpression } from "./expression-error.ts";
import { expressionEnd, matchingBracket } from "./expression-range.ts";
import * as errors from "./syntax-messages.ts";
import type { Token } from "./tokens.ts";

const OPERATORS: ReadonlySet<string> = new Set(["~", "+", "-", "*", "/", ":", "**"]);
const PREFIXES: ReadonlySet<string> = new Set(["~", "+", "-"]);

/** How far the automaton has come. */
interface Reading {
  readonly tokens: readonly Token[];
  readonly source: string;
  /** Indices of the `(` that are open. */
  readonly open: number[];
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
export function throwSyntaxError(tokens: readonly Token[], source: string): never {
  const reading: Reading = { tokens, source, open: [], at: 0, isOperandDue: true, tildes: 0 };
  for (let token = tokens[0]; token !== undefined; token = tokens[reading.at]) {
    if (token.text === "(") openParenthesis(reading, token);
    else if (token.text === ")") closeParenthesis(reading, token);
    else if (OPERATORS.has(token.text)) readOperator(reading, token);
    else readExpression(reading, token);
  }
  checkEnd(reading, tokens.at(-1) as Token);
  throw errors.notUnderstood({ source, span: [0, [...source].length] });
}

function openParenthesis(reading: Reading, token: Token): void {
  if (!reading.isOperandDue) throw errors.operatorExpected(placeOfTokens(reading.source, token), "(");
  reading.open.push(reading.at);
  reading.at += 1;
}

function closeParenthesis(reading: Reading, token: Token): void {
  const place = placeOfTokens(reading.source, token);
  if (reading.open.length === 0) throw errors.parenthesisNotOpened(place);
  if (reading.isOperandDue) {
    const isEmpty = reading.open.at(-1) === reading.at - 1;
    throw isEmpty ? errors.emptyParentheses(place) : errors.operandMissingBefore(place, ")");
  }
  reading.open.pop();
  reading.at += 1;
}

function readOperator(reading: Reading, token: Token): void {
  if (reading.isOperandDue && !PREFIXES.has(token.text)) {
    throw errors.operandExpected(placeOfTokens(reading.source, token), token.text);
  }
  if (token.text === "~") reading.tildes += 1;
  reading.isOperandDue = true;
  reading.at += 1;
}

function readExpression(reading: Reading, token: Token): void {
  const { tokens, source, at, open } = reading;
  const end = expressionEnd(tokens, at, source);
  const last = tokens[end - 1] as Token;
  if (!reading.isOperandDue) {
    throw errors.operatorExpected(placeOfTokens(source, token, last), source.slice(token.start, last.end));
  }
  const group = open.at(-1);
  checkExpression(tokens.slice(at, end), {
    source,
    before: tokens[at - 1]?.text ?? "",
    after: tokens[end]?.text ?? "",
    group: group === undefined ? null : matchingBracket(tokens, group, source),
  });
  reading.at = end;
  reading.isOperandDue = false;
}

function checkEnd({ source, open, tokens, isOperandDue, tildes }: Reading, last: Token): void {
  if (isOperandDue && last.text !== "(") {
    const place = placeOfTokens(source, last);
    throw last.text === "~" && tildes > 1 ? errors.secondTilde(place) : errors.operandMissing(place, last.text);
  }
  const unclosed = tokens[open.at(-1) ?? -1];
  if (unclosed !== undefined) throw errors.parenthesisNotClosed(placeOfTokens(source, unclosed));
}
