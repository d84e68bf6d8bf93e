// Splits a formula into tokens without ever failing: what belongs to no token becomes a `wrong` one.
// All that reads a formula reads these: the grammar in a shorthand of one character each, the canonical spelling and
// the search for a syntax error as they are. The dialects differ in their grammars, and here in what a name is alone.
import type { Dialect } from "./dialect.ts";

/**
 * What a token is: `quoted` is a name in back-ticks, perhaps an empty one; the last four kinds are errors wherever they
 * stand.
 */
export type TokenKind =
  | "name"
  | "number"
  | "string"
  | "quoted"
  | "operator"
  | "keyword"
  | "comment"
  | "unclosed-string"
  | "wrong";

/** A piece of a formula; `start` and `end` are offsets in UTF-16 units. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Brackets that open. */
export const OPENING: ReadonlySet<string> = new Set(["(", "[", "{"]);
/** Brackets that close. */
export const CLOSING: ReadonlySet<string> = new Set([")", "]", "}"]);

/** A name is Python's: a letter or `_`, then letters, digits and marks. */
const NAME = String.raw`[\p{XID_Start}_]\p{XID_Continue}*`;
/**
 * What dots follow that are tokens: these hold functions, R's contrasts and, under a name that none can spell, our own.
 */
const DOT_HOLDERS = String.raw`(?:np|contr(?!\.(?:treatment|sum|helmert|poly)(?![\p{XID_Continue}.]))|extended)`;
/** In the extended dialect a name is R's too, with dots in it or in front: `Sepal.Length`, `.id`. */
const DOTTED_NAME = [
  String.raw`(?!${DOT_HOLDERS}\.)(?<!(?<!\p{XID_Continue})${DOT_HOLDERS}(?:\s*\.)?\s*)`,
  String.raw`(?:(?<![\p{XID_Continue})\]}"'\x60])\.+)?[\p{XID_Start}_][\p{XID_Continue}.]*|${NAME}`,
].join("");
/** A number is Python's too, where a whole number other than 0 begins with no 0: `01` is two tokens. */
const DIGITS = String.raw`\d(?:_?\d)*`;
const EXPONENT = `[eE][-+]?${DIGITS}`;
const NUMBER = [
  String.raw`(0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+`,
  String.raw`(?:${DIGITS}\.(?:${DIGITS})?|\.${DIGITS})(?:${EXPONENT})?`,
  String.raw`${DIGITS}${EXPONENT}|0(?:_?0)*|[1-9](?:_?\d)*)`,
].join("|");

// One alternative a kind, tried in this order.
const patternOf = (name: string) =>
  new RegExp(
    [
      `(${name})`,
      NUMBER,
      String.raw`('(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*")`,
      "(`[^`]*`)",
      String.raw`(%(?:in|[<>*/]*)%|\*\*|\/\/|\|\||\|>|<<|>>|<>|->|:=|[=!<>]=|[-+*/%&|^~<>=@:.,;()[\]{}])`,
      "(#.*)",
      "([\"'`].*)",
      "(.)",
    ].join("|"),
    "suy",
  );
const PATTERNS: Readonly<Record<Dialect, RegExp>> = { patsy: patternOf(NAME), extended: patternOf(DOTTED_NAME) };
const KINDS = ["name", "number", "string", "quoted", "operator", "comment", "unclosed-string", "wrong"] as const;
const BLANK = /[ \t\f\v\r\n]*/y;

/** Words of Python that have no meaning in any expression, and are names of columns in the extended dialect. */
const STATEMENTS =
  "as assert async await break class continue def del elif except finally from global import nonlocal pass raise return try while with yield";
/** Words of Python's expressions; `True`, `False` and `None` are operands, so not here. */
const EXPRESSIONS = "and else for if in is lambda not or";
/** Words that cannot be names. */
const KEYWORDS: Readonly<Record<Dialect, ReadonlySet<string>>> = {
  patsy: new Set(`${STATEMENTS} ${EXPRESSIONS}`.split(" ")),
  extended: new Set(EXPRESSIONS.split(" ")),
};

/**
 * Splits text into tokens, left to right; blanks between them are dropped.
 *
 * @param text - a formula or a part of one.
 * @param dialect - which names there are; default `patsy`.
 * @returns all tokens, those that are errors by themselves among them: comments, unclosed strings, stray characters.
 */
export function tokenize(text: string, dialect: Dialect = "patsy"): Token[] {
  const pattern = PATTERNS[dialect];
  const tokens: Token[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) break;
    const piece = match[0];
    tokens.push({
      kind: KEYWORDS[dialect].has(piece) ? "keyword" : kindOf(match, piece),
      text: piece,
      start: at,
      end: at + piece.length,
    });
    at = skipBlanks(text, at + piece.length);
  }
  return tokens;
}

/** Tells whether a token is an operand by itself: a name, with or without back-ticks, a number or a string. */
export function isWord(token: Token): boolean {
  return token.kind === "name" || token.kind === "number" || token.kind === "string" || token.kind === "quoted";
}

/** Tells whether a text is one name, as expressions of a dialect have it. */
export function isName(text: string, dialect: Dialect = "patsy"): boolean {
  const [token] = tokenize(text, dialect);
  return token?.kind === "name" && token.text === text;
}

/** Operators of more than one character, as the grammar has them. */
const SHORTHAND: ReadonlyMap<string, string> = new Map([
  ["**", "↑"],
  ["//", "÷"],
  ["||", "‖"],
  ["%in%", "∈"],
  ...["<", "<=", ">", ">=", "==", "!="].map((comparison) => [comparison, "<"] as const),
]);

/**
 * Writes tokens as the grammar reads them: one character each, listed in `grammar.ohm`.
 *
 * @param isStructure - whether the token at an index is the name of a covariance structure's call.
 */
export function shorthand(tokens: readonly Token[], isStructure: (at: number) => boolean): string {
  return tokens.map((token, at) => (isStructure(at) ? "v" : shorthandOf(token))).join("");
}

function shorthandOf({ kind, text }: Token): string {
  switch (kind) {
    case "name":
      return text === "np" ? "p" : text.startsWith("__") ? "_" : "n";
    case "number":
      return "d";
    case "string":
      return "s";
    case "quoted":
      return text.length > 2 ? "q" : "?";
    case "operator":
      return SHORTHAND.get(text) ?? (text.length === 1 ? text : "?");
    default:
      return "?";
  }
}

function kindOf(match: RegExpExecArray, piece: string): TokenKind {
  return KINDS[match.indexOf(piece, 1) - 1] ?? "wrong";
}

function skipBlanks(text: string, from: number): number {
  BLANK.lastIndex = from;
  BLANK.test(text);
  return BLANK.lastIndex;
}
