// What a variable is in a model: numbers, or a categorical variable with its levels in patsy's order.
// Levels are decided here once, on the rows of the training table, and are frozen in the design afterwards.

import type { Place } from "@mixedlm/formula";
import { type CategoryColumn, columnLength, valueAt } from "./column.ts";
import type { Contrast } from "./contrasts.ts";
import type { DataType, Level } from "./design.ts";
import * as errors from "./errors.ts";
import * as expressionErrors from "./expression-errors.ts";
import { floatRepr, sortLevels } from "./level.ts";
import type { Column } from "./table.ts";
import type { CategoricalValue, GivenLevels, Placed, ScalarValue, TextValue, Value } from "./value.ts";
import { wholeValues } from "./whole-column.ts";

/** A factor's values, one per row of the table: numbers in one or several columns, or categories. */
export type FactorValues =
  | { readonly kind: "numeric"; readonly columns: readonly Float64Array[] }
  | {
      readonly kind: "categorical";
      readonly column: Column;
      /** Levels listed in `C(..., levels=)`, with the type they are written in, which is how they print. */
      readonly levels: GivenLevels | null;
      /** The contrast given in `C(...)`, and its place. */
      readonly contrast: Placed<Contrast> | null;
    };

/** Levels in order, and the type that decides how they print. */
export interface Levels {
  readonly levels: readonly Level[];
  readonly dataType: DataType;
}

/**
 * Decides what a factor is: numbers are numeric, and text, truth values, categories and `C(...)` categorical.
 *
 * @param value - what the factor's expression is worth.
 * @param factor - its name, the rows of the table, and its place.
 * @throws {@link DesignError} `rows` when there is not one value per row, `type` when the value is no column at all.
 */
export function factorValues(
  value: Value,
  factor: { readonly name: string; readonly numRows: number; readonly at: Place },
): FactorValues {
  const { name, numRows, at } = factor;
  const rows = rowCount(value);
  const literal = isWrittenConstant(value) ? value.literal : undefined;
  if (literal !== undefined) throw expressionErrors.notAVariable(name, value, { ...at, span: literal });
  if (rows === null) throw expressionErrors.notAVariable(name, value, at);
  if (rows !== numRows) throw expressionErrors.rowsMismatch(name, rows, numRows, at);
  if (value.kind === "matrix") {
    if (value.type === "bool") throw expressionErrors.categoricalMatrix(name, value.columns.length, at);
    return { kind: "numeric", columns: value.columns };
  }
  if (value.kind === "categorical") return categorical(value);
  const { column } = value as Extract<Value, { kind: "column" }>;
  if (column.kind === "numeric" && column.type !== "bool") return { kind: "numeric", columns: [column.values] };
  return { kind: "categorical", column, levels: null, contrast: null };
}

function categorical({ column, levels, contrast }: CategoricalValue): FactorValues {
  return { kind: "categorical", column, levels, contrast };
}

/** Whether a value is a constant of the formula's text. `I(1)` is left to the error that speaks of the intercept. */
function isWrittenConstant(value: Value): value is ScalarValue | TextValue {
  return value.kind === "text" || (value.kind === "scalar" && (value.type === "bool" || value.value !== 1));
}

/** Rows of a value: 1 for a number that was computed; null for what can never be a variable. */
function rowCount(value: Value): number | null {
  if (value.kind === "column" || value.kind === "categorical") return columnLength(value.column);
  if (value.kind === "matrix") return value.columns[0]?.length ?? 0;
  return value.kind === "scalar" ? 1 : null;
}

/**
 * Finds the levels of a categorical column, in patsy's order: declared ones as declared, unused ones included;
 * truth values always both; else the distinct values, sorted.
 *
 * @param column - the values.
 * @returns no levels at all when every value is missing.
 */
export function levelsOf(column: Column): Levels {
  if (column.kind === "category" && column.type === "category") {
    return { levels: column.levels, dataType: levelType(column.levels) };
  }
  if (column.type === "bool") return { levels: [false, true], dataType: "bool" };
  const seen = column.kind === "category" ? seenLevels(column) : distinct(column);
  return { levels: sortLevels(seen), dataType: column.type };
}

/** The type of declared levels: numbers print as whole numbers when all of them are whole. */
export function levelType(levels: readonly Level[]): DataType {
  if (!levels.every((level) => typeof level === "number")) return "category";
  return levels.every(Number.isInteger) ? "int" : "float";
}

/** The declared labels that some row has; the list itself when those are all. */
export function seenLevels({ codes, levels }: CategoryColumn): readonly Level[] {
  const seen = new Uint8Array(levels.length);
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) seen[codes[row]!] = 1;
  return seen.includes(0) ? levels.filter((_, code) => seen[code] === 1) : levels;
}

function distinct({ type, values }: Exclude<Column, { kind: "category" }>): Level[] {
  const seen = new Set<Level>();
  let zero = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value === "string") seen.add(value);
    else if (typeof value === "number" && !Number.isNaN(value)) {
      if (value === 0 && type === "float" && !seen.has(0)) zero = value;
      seen.add(value);
    }
  }
  // a set takes the two zeros for one and forgets the sign; the level is the one that is met first, as in patsy
  return [...seen].map((level) => (level === 0 ? zero : level));
}

/** What to do with a value that is not among the levels: an error, or the code -1 as if it were missing. */
export type Unseen = "error" | "missing";

/**
 * Codes a column by given levels: the index of each value's level, -1 where the value is missing.
 *
 * @param column - the values; numbers match levels that are equal numbers, text equal text.
 * @param levels - the levels, frozen.
 * @param factor - name of the variable, and its place, for the message.
 * @param codes - where the codes are written, as many as the column has rows; default: a new array.
 * @throws {@link DesignError} `categorical` when a value is not among the levels and `unseen` is `error`.
 */
export function encode(
  column: Column,
  levels: readonly Level[],
  factor: { readonly name: string; readonly at?: Place },
  unseen: Unseen = "error",
  codes: Int32Array = new Int32Array(columnLength(column)),
): Int32Array {
  const refuse = (row: number): number => {
    if (unseen === "missing") return -1;
    throw errors.unseenValue(factor.name, row, valueAt(column, row)!, levels, factor.at);
  };
  if (column.kind === "category") return recode(column, levels, refuse, codes);
  const { codeOf, whole } = levelCodes(levels, column);
  const own = wholeValues(column);
  if (own !== null && whole !== null) return encodeWhole(own, whole, refuse, codes);
  if (column.kind === "numeric" && whole !== null) return encodeWhole(column.values, whole, refuse, codes);
  const { values } = column;
  for (let row = 0; row < codes.length; row++) {
    const value = values[row];
    if (value === null || value === undefined || Number.isNaN(value)) codes[row] = -1;
    else codes[row] = codeOf.get(value) ?? refuse(row);
  }
  return codes;
}

/** Codes whole numbers by a table: several times faster than a map, and most labels are such numbers. */
function encodeWhole(
  values: Float64Array | Int32Array,
  { first, codeAt }: WholeCodes,
  refuse: (row: number) => number,
  codes: Int32Array,
): Int32Array {
  for (let row = 0; row < codes.length; row++) {
    const distance = values[row]! - first;
    const at = distance | 0;
    const code = at === distance && at >= 0 && at < codeAt.length ? codeAt[at]! : -1;
    codes[row] = code >= 0 || Number.isNaN(distance) ? code : refuse(row);
  }
  return codes;
}

/** Level -> code. */
interface LevelCodes {
  /** Empty where `whole` serves. */
  readonly codeOf: ReadonlyMap<Level, number>;
  readonly whole: WholeCodes | null;
}

/** The codes of whole numbers from `first` on, -1 for one that is no level. */
interface WholeCodes {
  readonly first: number;
  readonly codeAt: Int32Array;
}

/** Codes of frozen lists of levels: a table read in chunks is coded by one list again and again. */
const CODES = new WeakMap<readonly Level[], Map<string, LevelCodes>>();

/** Level -> code, for columns of one kind. */
function levelCodes(levels: readonly Level[], column: Column): LevelCodes {
  const byKind = CODES.get(levels) ?? new Map<string, LevelCodes>();
  const kind = `${column.kind} ${column.type}`;
  const known = byKind.get(kind);
  if (known !== undefined) return known;
  const keys = levels.map((level) => levelKey(level, column));
  const whole = column.kind === "numeric" ? wholeCodes(keys) : null;
  const made = { codeOf: whole === null ? new Map(keys.map((key, code) => [key, code])) : new Map(), whole };
  if (Object.isFrozen(levels)) CODES.set(levels, byKind.set(kind, made));
  return made;
}

/** A table of codes where keys are whole numbers that lie close together, else null. */
function wholeCodes(keys: readonly Level[]): WholeCodes | null {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const key of keys) {
    if (!Number.isSafeInteger(key)) return null;
    first = Math.min(first, key as number);
    last = Math.max(last, key as number);
  }
  if (!isDense(first, last, keys.length)) return null;
  const codeAt = new Int32Array(Math.max(0, last - first + 1)).fill(-1);
  for (const [code, key] of keys.entries()) codeAt[(key as number) - first] = code;
  return { first, codeAt };
}

/** Whether whole numbers from `first` to `last`, of which there are `count`, are worth a table of all between them. */
export function isDense(first: number, last: number, count: number): boolean {
  return last - first < 4 * count + 65_536;
}

/** Truth values are stored as 1 and 0. */
function levelKey(level: Level, column: Column): Level {
  return column.kind === "numeric" && typeof level === "boolean" && column.type === "bool" ? Number(level) : level;
}

function recode(
  column: CategoryColumn,
  levels: readonly Level[],
  refuse: (row: number) => number,
  codes: Int32Array,
): Int32Array {
  const translation = translationOf(column, levels);
  for (let row = 0; row < codes.length; row++) {
    const code = column.codes[row]!;
    const translated = code < 0 ? -1 : translation[code]!;
    codes[row] = code >= 0 && translated < 0 ? refuse(row) : translated;
  }
  return codes;
}

/** Translations between frozen lists of levels: a list may be long and the chunks of its rows many. */
const TRANSLATIONS = new WeakMap<readonly Level[], WeakMap<readonly Level[], Int32Array>>();

/** For each level of a column its code among `levels`, -1 where it is not among them. */
function translationOf(column: CategoryColumn, levels: readonly Level[]): Int32Array {
  const known = TRANSLATIONS.get(column.levels)?.get(levels);
  if (known !== undefined) return known;
  const codeOf = column.levels === levels ? null : levelCodes(levels, column).codeOf;
  const translation = Int32Array.from(column.levels, (level, code) =>
    codeOf === null ? code : (codeOf.get(level) ?? -1),
  );
  if (Object.isFrozen(levels) && Object.isFrozen(column.levels)) {
    const ofColumn = TRANSLATIONS.get(column.levels) ?? new WeakMap<readonly Level[], Int32Array>();
    TRANSLATIONS.set(column.levels, ofColumn.set(levels, translation));
  }
  return translation;
}

/**
 * Writes a level as patsy does: strings as they are, `True`, integers `2`, floats as Python's repr: `2.0`, `1e-05`.
 *
 * @param level - the level.
 * @param dataType - type of the column; of a `category`, whole numbers print as integers.
 */
export function formatLevel(level: Level, dataType: DataType): string {
  if (typeof level === "string") return level;
  if (typeof level === "boolean") return level ? "True" : "False";
  if (dataType === "bool") return level !== 0 ? "True" : "False";
  const whole = Number.isInteger(level) && (dataType === "int" || dataType === "category");
  return whole ? wholeText(level) : floatRepr(level);
}

/** Digits of a whole number, never with an exponent and without a sign of zero. */
function wholeText(value: number): string {
  return BigInt(value).toString();
}
