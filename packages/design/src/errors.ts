// Every way a table, a variable or a column can be wrong, and what is said about it.
// A code is stable and for programs; the text is for people: what is wrong, where, and what would be right.

import {
  didYouMean,
  LONGEST_MESSAGE,
  listed,
  nearest,
  type OptionErrorCode,
  optionTypeError,
  type Place,
  type Span,
  shortMessage,
  shownValue,
  underline,
  WORDS_OF_R,
  withArticle,
} from "@mixedlm/formula";
import type { Level } from "./table/level.ts";

/** What went wrong, as a stable name. */
export type DesignErrorCode =
  | "arguments"
  | "categorical"
  | "column-length"
  | "column-type"
  | "csv"
  | "duplicate-column"
  | "empty-table"
  | "forbidden"
  | "limit"
  | "missing-values"
  | "no-random-effects"
  | "no-rows"
  | "not-patsy-syntax"
  | "not-a-model"
  | "not-a-table"
  | "not-row-wise"
  | "offset"
  | "outside-knots"
  | "response"
  | "rows"
  | "type"
  | "unknown-function"
  | "unknown-name"
  | "unreadable"
  | "unsafe-integer"
  | "unseen-group"
  | "unseen-level"
  | "weights"
  | OptionErrorCode;

/** A table, a variable or a coding is not usable; `code` says how, `data` holds what the text mentions. */
export class DesignError extends Error {
  /** `DesignError`. */
  override readonly name = "DesignError";
  /** Which rule was broken; stable. */
  readonly code: DesignErrorCode;
  /** The values that the text speaks of. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The place of the error, a half-open range in code points of `source`; null when it has none. */
  readonly span: Span | null;
  /** The formula's text that `span` counts in, or null. */
  readonly source: string | null;

  /** Draws the place below the text, which is shortened where both are too long. */
  constructor(
    code: DesignErrorCode,
    text: string,
    data: Readonly<Record<string, unknown>>,
    place: Place | null = null,
  ) {
    const drawn = place === null ? "" : `\n${underline(place.source, place.span)}`;
    super(`${shortMessage(text, LONGEST_MESSAGE - drawn.length)}${drawn}`);
    this.code = code;
    this.data = data;
    this.span = place?.span ?? null;
    this.source = place?.source ?? null;
  }
}

// Tables and columns. Rows count from 0.

/** The data are none of the kinds of table that can be read. */
export function notATable(found: string, said: string = withArticle(found)): DesignError {
  const wanted = "an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects";
  return new DesignError("not-a-table", `expected ${wanted}, got ${said}`, { found });
}

/** A row of an array of rows is no record. */
export function rowNotARecord(type: string, row: number): DesignError {
  const found = `an array with ${withArticle(type)} at index ${row}`;
  return notATable(found, found);
}

/** A table's own code fails: a getter, a method, a proxy. */
export function unreadable(what: string, cause: unknown): DesignError {
  const why = cause instanceof Error ? cause.message : `something of type ${typeof cause} was thrown`;
  const error = new DesignError("unreadable", `${what} cannot be read: ${why}`, { what });
  error.cause = cause;
  return error;
}

/** The table has more rows than can be read at once. */
export function tooManyRows(rows: number, max: number): DesignError {
  const text = `the table has ${rows} rows, more than the limit of ${max}; accumulate the moments of parts of it and merge them`;
  return new DesignError("limit", text, { rows, max });
}

/** The first line of delimited text has more names than a table may have columns. */
export function tooManyNames(found: number, max: number): DesignError {
  const text = `the first line of the text has ${found} names, more than the limit of ${max}; is it rows that stand side by side?`;
  return new DesignError("limit", text, { columns: found, max });
}

/** The table has no rows or no columns. */
export function emptyTable(rows: number, columns: number): DesignError {
  const text = `the table has ${count(rows, "row")} and ${count(columns, "column")}; a model needs some of both`;
  return new DesignError("empty-table", text, { rows, columns });
}

/** Two columns of one table differ in length. */
export function columnLength(name: string, length: number, other: string, otherLength: number): DesignError {
  const text = `column \`${name}\` has ${count(length, "value")}, but ${other} has ${otherLength}`;
  return new DesignError("column-length", text, { name, length, other, otherLength });
}

/** One name is used for two columns. */
export function duplicateColumn(name: string): DesignError {
  return new DesignError("duplicate-column", `the table has two columns called \`${name}\`; rename one`, { name });
}

/** A column was asked for that the table does not have. */
export function unknownColumn(name: string, columns: readonly string[], at?: Place): DesignError {
  const word = WORDS_OF_R.get(name);
  const candidates = word === undefined ? nearest(name, columns) : [word];
  const text = `\`${name}\` is not a column of the table${didYouMean(candidates)} (columns: ${listed(columns)})`;
  return new DesignError("unknown-name", text, { name, candidates, columns }, at);
}

/** Two values of a column differ in type. */
export function mixedColumn(name: string, row: number, type: string, otherRow: number, other: string): DesignError {
  const text = `column \`${name}\` has ${withArticle(type)} in row ${row} and ${withArticle(other)} in row ${otherRow} (rows count from 0); a column holds values of one type`;
  return new DesignError("column-type", text, { name, row, type, otherRow, otherType: other });
}

/** A value is of a type that no column can hold: a date, an object, a function. */
export function columnValue(name: string, row: number, type: string): DesignError {
  const remedy =
    type === "date" ? "give a number instead, such as days or milliseconds" : "give numbers, strings or booleans";
  const text = `column \`${name}\` has ${withArticle(type)} in row ${row} (rows count from 0); ${remedy}`;
  return new DesignError("column-type", text, { name, row, type });
}

/** What is given as a column is no sequence of values. */
export function notAColumn(name: string, found: string): DesignError {
  const text = `column \`${name}\` is ${withArticle(found)}, expected an array of numbers, strings or booleans`;
  return new DesignError("column-type", text, { name, found });
}

/** A table whose own list of names holds something else. */
export function columnNameType(at: number, found: unknown): DesignError {
  const text = `the name of column ${at} (counted from 0) is ${shownValue(found)}, expected a text`;
  return new DesignError("column-type", text, { at });
}

/** A whole column is of a type that cannot be read: an Arrow list, struct or time. */
export function columnKind(name: string, type: string): DesignError {
  const text = `column \`${name}\` is of Arrow type ${type}; only numbers, booleans, text and dictionaries of them can be read`;
  return new DesignError("column-type", text, { name, type });
}

/** A value does not have the type that was declared for its column. */
export function declaredType(name: string, row: number, value: unknown, declared: string): DesignError {
  const text = `column \`${name}\` is declared ${declared}, but row ${row} (rows count from 0) has ${shown(value)}`;
  return new DesignError("column-type", text, { name, row, value, declared });
}

/** A column of codes has one that is none of its levels'. */
export function codeOutOfRange(name: string, row: number, code: number, levels: number): DesignError {
  const text = `column \`${name}\` has code ${code} in row ${row} (rows count from 0), but ${count(levels, "level")}; codes count levels from 0, and -1 is a missing value`;
  return new DesignError("column-type", text, { name, row, code, levels });
}

/** A big integer that no double holds exactly. */
export function unsafeInteger(name: string, row: number, value: bigint): DesignError {
  const text = `column \`${name}\` has ${value} in row ${row} (rows count from 0), beyond 2^53 - 1: not exact as a number; give text or a smaller unit`;
  return new DesignError("unsafe-integer", text, { name, row, value: String(value) });
}

/** A declared list of levels names one twice. */
export function duplicateLevel(level: Level, at?: Place): DesignError {
  return new DesignError("categorical", `level ${shownLevel(level)} is listed twice`, { level }, at);
}

/** A level stands twice in a category that was made by hand. */
export function duplicateLevelOf(what: string, level: Level): DesignError {
  const text = `${what} has the level ${shownLevel(level)} twice; each has to be there once, and rows are its codes`;
  return new DesignError("categorical", text, { level });
}

/** Levels that are no list. */
export function notLevels(found: unknown): DesignError {
  const text = `the levels of category are ${shownValue(found)}, expected an array of texts, numbers or truth values`;
  return new DesignError("categorical", text, {});
}

/** A level that is none. */
export function notALevel(what: string, at: number, found: unknown): DesignError {
  const text = `level ${at} of ${what} (counted from 0) is ${shownValue(found)}, expected a text, a number, true or false`;
  return new DesignError("categorical", text, { at });
}

/** A value is none of the levels declared or seen. */
export function unseenValue(
  name: string,
  row: number,
  value: Level,
  levels: readonly Level[],
  at?: Place,
): DesignError {
  const text = `\`${name}\` has ${shownLevel(value)} in row ${row} (rows count from 0), which is not one of its levels: ${abridged(levels)}`;
  return new DesignError("categorical", text, { name, row, value, levels }, at);
}

// Models and options.

/** Something else than the terms of a model or a formula. */
export function notAModel(call: string, found: unknown, give: string): DesignError {
  return new DesignError("not-a-model", `${call} needs a model, got ${shownValue(found)}: give ${give}`, { call });
}

// Delimited text.

/** The text holds no header. */
export function csvEmpty(): DesignError {
  return new DesignError("csv", "the text is empty; the first line should name the columns", {});
}

/** A path or an address stands where the text of the file should. */
export function csvPlace(place: string): DesignError {
  const text = `\`text\` is ${shownValue(place)}, which names a file; read the file first, with \`readFileSync(path, "utf8")\` in Node or \`await (await fetch(url)).text()\``;
  return new DesignError("csv", text, { argument: "text" });
}

/** A line has more fields than the header has names. */
export function csvFields(line: number, expected: number, found: number): DesignError {
  const text = `line ${line} has ${count(found, "field")}, expected ${expected}; quote a field that contains the delimiter`;
  return new DesignError("csv", text, { line, expected, found });
}

/** A column's name is one that Arquero's tables cannot hold. */
export function csvName(name: string): DesignError {
  return new DesignError("csv", `an Arquero table cannot have a column called \`${name}\`; rename it`, { name });
}

/** A quoted field never ends. */
export function csvQuote(line: number): DesignError {
  return new DesignError("csv", `the quote opened on line ${line} is never closed`, { line });
}

/** What is to be read is no text. */
export function csvNoText(found: unknown): DesignError {
  const text = `\`text\` is ${shownValue(found)}, expected the text of a file, with the names of the columns first`;
  return new DesignError("csv", text, { argument: "text", type: typeof found });
}

/** An option of the reader that is not usable beside the others, or for a column. */
export function csvOption(option: string, value: unknown, expected: string): DesignError {
  return optionTypeError(DesignError, "readCsv", option, expected, value);
}

/** A cell cannot be read as the type declared for its column. */
export function csvCell(name: string, line: number, value: string, declared: string): DesignError {
  const text = `column \`${name}\` is declared ${declared}, but line ${line} has ${shown(value)}`;
  return new DesignError("csv", text, { name, line, value, declared });
}

// Pieces of texts.

/** Writes `1 row`, `2 rows`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** Writes a value as it could be typed. */
export function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** Writes a level as it could be typed in a formula. */
export function shownLevel(level: Level): string {
  return typeof level === "boolean" ? (level ? "True" : "False") : shown(level);
}

/** Writes the levels, or the first two and last two of more than four. */
export function abridged(levels: readonly Level[]): string {
  const some = levels.length > 4 ? [...levels.slice(0, 2), ...levels.slice(-2)] : levels;
  const text = some.map(shownLevel);
  return (levels.length > 4 ? [...text.slice(0, 2), "...", ...text.slice(2)] : text).join(", ");
}
