// What is wrong with a formula that the grammar refuses. The grammar's own account of a failure (the furthest
// position, and everything that could have stood there) tells a user little, so the tokens are read once more, by
// an automaton that knows whether an operand or an operator is due and which parentheses are open. It stops at the
// first thing out of place, as patsy does, and leaves embedded expressions to `check-expression.ts`.
import { spell } from "./canonical.ts";
import { checkExpression } from "./check-expression.ts";
import { placeOfTokens } from "./code-points.ts";
import type { Dialect } from "./dialect.ts";
import { expressionEnd, matchingBracket } from "./expression-range.ts";
import { isStructureName, structureOfName } from "./structure-call.ts";
import * as errors from "./syntax-errors.ts";
import { CLOSING, OPENING, type Token } from "./tokens.ts";

const PATSY_OPERATORS: ReadonlySet<string> = new Set(["~", "+", "-", "*", "/", ":", "**"]);
const EXTENDED_OPERATORS: ReadonlySet<string> = new Set([...PATSY_OPERATORS, "^", "%in%"]);
const PREFIXES: ReadonlySet<string> = new Set(["~", "+", "-"]);

const JOINTS: ReadonlySet<string> = new Set(["(", ")", "|", "||", "~"]);

/** A `(` of the formula that is open, or the whole formula around all of them. */
interface Depth {
  /** Index of the `(`, -1 for the whole formula. */
  readonly at: number;
  /** Whether a covariance structure's name stands before it, so that an argument may follow the bar. */
  readonly isStructure: boolean;
  hasTilde: boolean;
  hasBar: boolean;
}

/** How far the automaton has come. */
interface Reading {
  readonly tokens: readonly Token[];
  readonly source: string;
  readonly dialect: Dialect;
  /** The whole formula, then what is open in it. */
  readonly depths: Depth[];
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
  const reading: Reading = {
    tokens,
    source,
    dialect,
    depths: [opened(-1)],
    at: 0,
    isOperandDue: true,
    tildes: 0,
  };
  const isExtended = dialect === "extended";
  const operators = isExtended ? EXTENDED_OPERATORS : PATSY_OPERATORS;
  for (let token = tokens[0]; token !== undefined; token = tokens[reading.at]) {
    if (token.text === "(") openParenthesis(reading, token);
    else if (token.text === ")") closeParenthesis(reading, token);
    else if (operators.has(token.text)) readOperator(reading, token);
    else if (isExtended && (token.text === "|" || token.text === "||")) readBar(reading, token);
    else if (isExtended && token.text === ".") readDot(reading, token);
    else if (isExtended && isStructureName(tokens, reading.at)) openStructure(reading, token);
    else if (token.text === "," && isArgumentDue(reading)) readArgument(reading, token);
    else readExpression(reading, token);
  }
  checkEnd(reading, tokens.at(-1) as Token);
  throw errors.notUnderstood({ source, span: [0, [...source].length] });
}

function opened(at: number): Depth {
  return { at, isStructure: false, hasTilde: false, hasBar: false };
}

function innermost({ depths }: Reading): Depth {
  return depths.at(-1) as Depth;
}

function openParenthesis(reading: Reading, token: Token): void {
  if (!reading.isOperandDue) throw errors.operatorExpected(placeOfTokens(reading.source, token), "(");
  reading.depths.push(opened(reading.at));
  reading.at += 1;
}

/** The name and the parenthesis of a covariance structure around a bar: `diag(`. */
function openStructure(reading: Reading, token: Token): void {
  if (!reading.isOperandDue) throw errors.operatorExpected(placeOfTokens(reading.source, token), token.text);
  if (structureOfName(token.text) === null)
    throw errors.unknownStructure(placeOfTokens(reading.source, token), token.text);
  reading.depths.push({ ...opened(reading.at + 1), isStructure: true });
  reading.at += 2;
}

function isArgumentDue(reading: Reading): boolean {
  const inside = innermost(reading);
  return inside.isStructure && inside.hasBar && !reading.isOperandDue;
}

/** `, hom = TRUE` up to the `)` that closes the structure. */
function readArgument(reading: Reading, comma: Token): void {
  const { tokens, source, at } = reading;
  const end = expressionEnd(tokens, at + 1, source, reading.dialect);
  const [keyword, equals, value, ...more] = tokens.slice(at + 1, end);
  const isLast = more.length === 0 && (tokens[end]?.text ?? ")") === ")";
  const isArgument = keyword?.kind === "name" && equals?.text === "=" && value?.kind === "name" && isLast;
  if (!isArgument) throw errors.structureArgument(placeOfTokens(source, keyword ?? comma, tokens[end - 1]));
  reading.at = end;
}

function closeParenthesis(reading: Reading, token: Token): void {
  const place = placeOfTokens(reading.source, token);
  if (reading.depths.length === 1) throw errors.parenthesisNotOpened(place);
  if (reading.isOperandDue) {
    const isEmpty = innermost(reading).at === reading.at - 1;
    throw isEmpty ? errors.emptyParentheses(place) : errors.operandMissingBefore(place, ")");
  }
  reading.depths.pop();
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
  const whole = expressionEnd(tokens, at, source, dialect);
  const end = isGroupOfStructure(reading) ? endBeforeComma(tokens, at, whole) : whole;
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

function isGroupOfStructure(reading: Reading): boolean {
  const { isStructure, hasBar } = innermost(reading);
  return isStructure && hasBar;
}

/** The index of the first comma outside brackets, or `end`; never `from` itself, so that reading goes on. */
function endBeforeComma(tokens: readonly Token[], from: number, end: number): number {
  let depth = 0;
  for (let at = from; at < end; at++) {
    const text = tokens[at]?.text ?? "";
    if (OPENING.has(text)) depth += 1;
    else if (CLOSING.has(text)) depth -= 1;
    else if (depth === 0 && text === "," && at > from) return at;
  }
  return end;
}

function checkEnd({ source, depths, tokens, isOperandDue, tildes }: Reading, last: Token): void {
  if (isOperandDue && last.text !== "(") {
    const place = placeOfTokens(source, last);
    throw last.text === "~" && tildes > 1 ? errors.secondTilde(place) : errors.operandMissing(place, last.text);
  }
  const unclosed = tokens[(depths.at(-1) as Depth).at];
  if (unclosed !== undefined) throw errors.parenthesisNotClosed(placeOfTokens(source, unclosed));
}
