// How a column is written in a formula: by its name where that is a name of the language, and as `Q('...')` elsewhere.
// Back-ticks, `.` and whoever prints a column's name all go through here, so that equal columns have equal texts.
import type { Expression, Span } from "./ast.ts";
import type { Dialect } from "./dialect.ts";
import { NAMED_NUMBER } from "./literals.ts";
import { isName } from "./tokens.ts";

/** Names that mean something else than a column, or a number. */
const TAKEN: ReadonlySet<string> = new Set(["True", "False", "None", "np"]);

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/**
 * Writes a column's name as a formula has it.
 *
 * @param name - any text.
 * @param dialect - default `patsy`; the extended dialect has more names: `my.x`, `class`.
 * @returns `x`, `Q('my x')`, `Q("it's")`: one line, in its canonical spelling.
 */
export function columnText(name: string, dialect: Dialect = "patsy"): string {
  if (isPlain(name, dialect)) return name;
  const quote = name.includes("'") && !name.includes('"') ? '"' : "'";
  const characters = [...name].map((character) => (character === quote ? `\\${quote}` : escaped(character)));
  return `Q(${quote}${characters.join("")}${quote})`;
}

/**
 * Makes the expression that {@link columnText} writes.
 *
 * @param span - where the column is named; every part of the expression gets it.
 */
export function columnExpression(name: string, span: Span, dialect: Dialect): Expression {
  if (isPlain(name, dialect)) return { kind: "name", name, span };
  const quoted: Expression = { kind: "string", value: name, span };
  return { kind: "call", function: "Q", functionSpan: span, args: [quoted], keywords: [], span };
}

function isPlain(name: string, dialect: Dialect): boolean {
  return isName(name, dialect) && !TAKEN.has(name) && !NAMED_NUMBER.test(name);
}

function escaped(character: string): string {
  const named = ESCAPES.get(character);
  if (named !== undefined || !/[\p{Cc}\u2028\u2029]/u.test(character)) return named ?? character;
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}
