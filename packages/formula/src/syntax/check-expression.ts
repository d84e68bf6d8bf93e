// What is wrong inside an embedded expression: the same kind of automaton as `throw-syntax-error.ts`, over Python's
// syntax, which knows what of Python is left out on purpose and what users of R or of pandas write instead.

import type { Place } from "../formula-error.ts";
import { placeOfTokens } from "./code-points.ts";
import type { Dialect } from "./dialect.ts";
import { matchingBracket } from "./expression-range.ts";
import * as errors from "./syntax-errors.ts";
import { CLOSING, isWord, type Token } from "./tokens.ts";

/** What stands around the expression. */
export interface Surroundings {
  readonly source: string;
  readonly dialect: Dialect;
  /** Texts of the tokens before and after it; empty at the ends. */
  readonly before: string;
  readonly after: string;
  /** The innermost parentheses of the formula around it, or null. */
  readonly group: Place | null;
}

/** A bracket that is open, or the outside of all brackets; a new `,` starts a new comparison. */
interface Depth {
  readonly kind: "outside" | "call" | "group" | "list" | "braces";
  readonly at: number;
  hasComparison: boolean;
}

interface Reading extends Surroundings {
  readonly tokens: readonly Token[];
  readonly depths: Depth[];
  at: number;
  isOperandDue: boolean;
}

const COMPARISONS: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "==", "!="]);
const OUTSIDE: ReadonlySet<string> = new Set(["//", "%"]);
const INSIDE: ReadonlySet<string> = new Set(["+", "-", "*", "/", "//", "%", "**", "&", "|"]);
const BRACKETS = { outside: "", call: ")", group: ")", list: "]", braces: "}" } as const;
const TRUTH: ReadonlySet<string> = new Set(["not", "and", "or", "if", "else"]);

/**
 * Checks the syntax of an embedded expression whose brackets pair up.
 *
 * @param tokens - its tokens, at least one.
 * @throws {@link FormulaError} the first thing out of place; returns if there is none.
 */
export function checkExpression(tokens: readonly Token[], surroundings: Surroundings): void {
  const outside: Depth = { kind: "outside", at: -1, hasComparison: false };
  const reading: Reading = { ...surroundings, tokens, depths: [outside], at: 0, isOperandDue: true };
  for (let token = tokens[0]; token !== undefined; token = tokens[reading.at]) {
    if (reading.isOperandDue) readOperand(reading, token);
    else readOperator(reading, token);
  }
  if (!reading.isOperandDue) return;
  const last = tokens.at(-1) as Token;
  const place = placeOfTokens(reading.source, last);
  if (reading.source.startsWith("<-", last.start)) {
    throw errors.notPatsySyntax(
      { source: place.source, span: [place.span[0], place.span[1] + 1] },
      "<-",
      reading.dialect,
    );
  }
  throw reading.after === "-" && COMPARISONS.has(last.text)
    ? errors.comparisonOfSign(place, last.text)
    : errors.operandMissing(place, last.text);
}

function readOperand(reading: Reading, token: Token): void {
  if (token.kind === "name") readName(reading, token);
  else if (isWord(token)) reading.isOperandDue = false;
  else if (token.kind === "keyword") refuseKeyword(reading, token);
  else if (token.text === "(") openBracket(reading, "group");
  else if (token.text === "[") openBracket(reading, "list");
  else if (token.text === "{" && reading.dialect === "extended") openBracket(reading, "braces");
  else if (CLOSING.has(token.text)) closeBracket(reading, token);
  else if (!["+", "-", "~"].includes(token.text)) refuseOperand(reading, token);
  reading.at += 1;
}

/** A name and what is glued to it: `np.log`, and the attributes and prefixes that are refused. */
function readName(reading: Reading, token: Token): void {
  const { tokens, source, at } = reading;
  const next = tokens[at + 1];
  const after = tokens[at + 2];
  reading.isOperandDue = false;
  if (next?.text === ".") {
    const isMember = token.text === "np" && after?.kind === "name";
    if (token.text === "contr") throw errors.contrastOfR(placeOfTokens(source, token, after), `contr.${after?.text}`);
    if (!isMember) {
      const hint = attributeHint(token.text, after?.text ?? "", tokens[at + 3]?.text);
      throw errors.forbidden(placeOfTokens(source, next, after), "attribute", hint);
    }
    reading.at += 2;
  } else if (next?.text === "(" && token.text.startsWith("__")) {
    throw errors.forbidden(placeOfTokens(source, token), "private");
  } else if (next?.kind === "string" && next.start === token.end && /^[bfru]{1,2}$/i.test(token.text)) {
    throw errors.stringPrefix(placeOfTokens(source, token, next), token.text);
  }
}

/** What an attribute may have been meant for: a column, a method, or an argument of a function of R. */
function attributeHint(name: string, attribute: string, next: string | undefined): string | undefined {
  if (next === "=") return undefined;
  if (next === "(") return `functions take a column between their parentheses: \`np.log(${name})\``;
  return `a column of this name is \`Q('${name}.${attribute}')\``;
}

function refuseOperand({ tokens, depths, source, dialect, at }: Reading, token: Token): never {
  const place = placeOfTokens(source, token);
  const isUnpacking = depths.at(-1)?.kind === "call" && ["(", ","].includes(tokens[at - 1]?.text ?? "");
  if (isUnpacking && (token.text === "*" || token.text === "**")) throw errors.forbidden(place, "unpacking");
  if (token.text === "{" || token.text === "." || token.text === ":")
    throw errors.notPatsySyntax(place, token.text, dialect);
  if (token.text === ",") throw errors.operandMissingBefore(place, ",");
  throw errors.operandExpected(place, token.text, tokens[at - 1]?.text);
}

function readOperator(reading: Reading, token: Token): void {
  const depth = reading.depths.at(-1) as Depth;
  reading.isOperandDue = true;
  if (token.text === "(") openCall(reading, token);
  else if (CLOSING.has(token.text)) closeBracket(reading, token);
  else if (COMPARISONS.has(token.text)) readComparison(reading, depth, token);
  else if (token.text === ",") readComma(reading, depth, token);
  else if (token.text === "=") readKeywordArgument(reading, depth, token);
  else if (!isOperator(reading, depth, token)) refuseOperator(reading, token);
  reading.at += 1;
}

function isOperator({ dialect }: Reading, depth: Depth, { text }: Token): boolean {
  if (text === "^") return dialect === "extended";
  return (depth.kind === "outside" ? OUTSIDE : INSIDE).has(text);
}

function readComparison({ source, tokens }: Reading, depth: Depth, token: Token): void {
  if (depth.hasComparison) {
    throw errors.chainedComparison(placeOfTokens(source, tokens[0] as Token, tokens.at(-1)), token.text);
  }
  depth.hasComparison = true;
}

function readComma({ source, dialect, group, before }: Reading, depth: Depth, token: Token): void {
  if (depth.kind === "braces") throw errors.notPatsySyntax(placeOfTokens(source, token), ",", dialect);
  if (depth.kind === "outside") {
    throw group === null
      ? errors.notPatsySyntax(placeOfTokens(source, token), ",", dialect)
      : errors.tupleOfTerms(group, before === "|" || before === "||");
  }
  depth.hasComparison = false;
}

function readKeywordArgument({ tokens, source, dialect, at }: Reading, depth: Depth, token: Token): void {
  const isArgument = depth.kind === "call" && tokens[at - 1]?.kind === "name" && isStart(tokens[at - 2]);
  if (!isArgument) throw errors.notPatsySyntax(placeOfTokens(source, token), "=", dialect);
}

function isStart(token: Token | undefined): boolean {
  return token?.text === "(" || token?.text === ",";
}

function openBracket(reading: Reading, kind: Depth["kind"]): void {
  reading.depths.push({ kind, at: reading.at, hasComparison: false });
}

/** A `(` after an operand: a call, if the operand is a name. */
function openCall(reading: Reading, token: Token): void {
  const previous = reading.tokens[reading.at - 1] as Token;
  const place = placeOfTokens(reading.source, token);
  if (previous.kind === "number" || previous.kind === "string") throw errors.operatorMissing(place, previous.text, "(");
  if (previous.kind !== "name") throw errors.forbidden(place, "call");
  openBracket(reading, "call");
}

/** A closing bracket after an operand, or after `(`, `[` or `,` where nothing has to follow. */
function closeBracket(reading: Reading, token: Token): void {
  const { tokens, source, at, depths } = reading;
  const depth = depths.pop() as Depth;
  const place = placeOfTokens(source, token);
  if (BRACKETS[depth.kind] !== token.text) throw errors.bracketNotOpened(place, token.text);
  const previous = tokens[at - 1] as Token;
  const isComplete = !reading.isOperandDue || isWord(previous) || CLOSING.has(previous.text);
  const isEmpty = depth.at === at - 1 && depth.kind !== "braces";
  if (!isComplete && !isEmpty && previous.text !== ",") throw errors.operandMissingBefore(place, token.text);
  reading.isOperandDue = false;
}

function refuseKeyword({ tokens, source, dialect, at, depths }: Reading, token: Token): never {
  const place = placeOfTokens(source, token);
  const open = depths.at(-1)?.at ?? -1;
  if (token.text === "lambda") throw errors.forbidden(place, "lambda");
  if (token.text === "for" && at > 0 && open >= 0) {
    throw errors.forbidden(matchingBracket(tokens, open, source), "comprehension");
  }
  if (TRUTH.has(token.text))
    throw errors.truthOfColumn(placeOfTokens(source, tokens[0] as Token, tokens.at(-1)), token.text);
  if (at > 0 && ["in", "is"].includes(token.text)) throw errors.notPatsySyntax(place, token.text, dialect);
  const dotted = tokens[at + 1]?.text === "." ? tokens.slice(at, at + 4) : [token];
  const name = dotted.filter(({ text }, i) => i < 3 || text === "(");
  throw errors.reservedWord(place, token.text, name.map(({ text }) => text).join(""));
}

/** Two operands in a row, or an operator that formulas do not have. */
function refuseOperator(reading: Reading, token: Token): never {
  const { tokens, source, dialect, at, depths, before } = reading;
  const place = placeOfTokens(source, token);
  const previous = tokens[at - 1] as Token;
  if (token.kind === "keyword") refuseKeyword(reading, token);
  if (isWord(token)) {
    if (depths.length > 1)
      throw errors.operatorMissing(placeOfTokens(source, previous, token), previous.text, token.text);
    const whole = placeOfTokens(source, tokens[0] as Token, tokens.at(-1));
    throw before === "**"
      ? errors.operatorExpected(whole, token.text)
      : errors.operatorMissing(whole, previous.text, token.text);
  }
  if (token.text === "[") refuseSubscript(reading, previous);
  if (token.text === ".") throw errors.forbidden(placeOfTokens(source, token, tokens[at + 1]), "attribute");
  if (token.text === ":=") throw errors.forbidden(place, "assignment");
  if (token.text === "{" && dialect === "extended") throw errors.operatorMissing(place, previous.text, "{");
  if (token.text === "|" && depths.length === 1) refuseBar(reading, place);
  throw errors.notPatsySyntax(place, token.text, dialect);
}

/** A bar outside brackets of the expression. In parentheses of the formula it may be a random term of lme4. */
function refuseBar({ source, group, dialect }: Reading, place: Place): never {
  const inside = group === null ? "" : [...source].slice(group.span[0] + 1, group.span[1] - 1).join("");
  const [, left, name] = /^([^|]+)\|\s*([\p{XID_Start}_]\p{XID_Continue}*)\s*$/u.exec(inside) ?? [];
  if (left === undefined || name === undefined) throw errors.notPatsySyntax(place, "|", dialect);
  throw errors.barInPatsyDialect(place, left.trim(), name);
}

function refuseSubscript({ tokens, source, at }: Reading, previous: Token): never {
  const brackets = matchingBracket(tokens, at, source);
  const isCoding =
    tokens[at + 1]?.text.startsWith("T.") || (tokens[at + 1]?.text === "T" && tokens[at + 2]?.text === ".");
  if (isCoding) {
    throw errors.columnNameAsTerm(brackets, source.slice((tokens[0] as Token).start, previous.end));
  }
  if (previous.kind !== "name") throw errors.forbidden(brackets, "subscript");
  throw errors.partOfColumn({ source, span: [placeOfTokens(source, previous).span[0], brackets.span[1]] });
}
