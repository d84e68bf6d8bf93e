// From the values of a column, whatever holds them, to a `Column`: one type, missing values marked, plain numbers.
// The type is pandas': whole numbers without a gap are `int`, with a gap `float`; a typed array keeps its own.

import { isArrayLike, isInstance, isList } from "@mixedlm/formula";
import * as errors from "../errors.ts";
import { type CategoryColumn, type Column, columnLength, type RawColumn, valueAt } from "./column.ts";
import { type DataType, isAscending, isLevel, type Level, sortLevels } from "./level.ts";
import { wholeColumn } from "./whole-column.ts";

/** A declared column type; a list of levels declares a category in that order. */
export type DeclaredType = DataType | readonly Level[];

/**
 * Makes a categorical column with declared levels, to be used as a column in a record of columns.
 *
 * @param values - one per row; null, undefined and NaN are missing.
 * @param levels - all levels in their order, seen in `values` or not; default: the distinct values, sorted.
 * @throws `DesignError` `categorical` when a level is listed twice or is none, or a value is not among them;
 *   `column-type` for values that are no array.
 * @example
 * ```ts
 * toTable({ y: [1, 2, 3], dose: category(["low", "high", "low"], ["low", "mid", "high"]) });
 * ```
 */
export function category(values: ArrayLike<unknown>, levels?: readonly Level[]): CategoryColumn {
  if (!isArrayLike(values)) throw errors.notAColumn("category", typeName(values));
  if (levels === undefined) return categorize("category", values, distinctValues("category", values));
  if (!isArrayLike(levels)) throw errors.notLevels(levels);
  const listed = Array.from(levels);
  const wrong = listed.findIndex((level) => !isLevel(level));
  if (wrong >= 0) throw errors.notALevel("category", wrong, listed[wrong]);
  return categorize("category", values, listed);
}

/**
 * Converts a column.
 *
 * @param name - for messages.
 * @param raw - values as the source has them; a column that is already converted passes unless declared otherwise.
 * @param declared - the type to convert to; without it the type follows from the values.
 * @throws {@link DesignError} `column-type` when values are of different or of unusable types,
 *   `unsafe-integer` when a big integer is not exact as a double, `categorical` for a value outside declared levels.
 */
export function toColumn(name: string, raw: RawColumn | Column, declared?: DeclaredType): Column {
  if (declared !== undefined) return declaredColumn(name, raw, declared);
  if (raw.kind !== "raw") return raw;
  const { values } = raw;
  if (values instanceof Float64Array) return { kind: "numeric", type: "float", values };
  if (values instanceof Int32Array && (raw.type ?? "int") === "int") return wholeColumn(values);
  const type = raw.type ?? typedArrayType(values) ?? firstType(name, values);
  if (type === "string") return textColumn(name, values);
  if (type === "bool") return { kind: "numeric", type, values: truthValues(name, values) };
  const numbers = numericValues(name, values);
  const isFloat = raw.type === "float" || isFloatArray(values);
  const whole = !isFloat && (isSmallIntegers(values) || areWhole(numbers));
  return { kind: "numeric", type: whole && numbers.length > 0 ? "int" : "float", values: numbers };
}

/** Tells whether a value stands for a missing one: null, undefined, NaN. */
function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

/** Names the type of a value for messages: `number`, `string`, `boolean`, `date`, `array`, `object`... */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  if (isInstance(value, Date)) return "date";
  if (isList(value)) return "array";
  return typeof value === "bigint" ? "number" : typeof value;
}

function isFloatArray(values: ArrayLike<unknown>): boolean {
  return values instanceof Float64Array || values instanceof Float32Array;
}

/** A typed array whose values are whole numbers that doubles hold exactly. */
function isSmallIntegers(values: ArrayLike<unknown>): values is ArrayLike<number> {
  return (
    values instanceof Int32Array ||
    values instanceof Uint32Array ||
    values instanceof Int16Array ||
    values instanceof Uint16Array ||
    values instanceof Int8Array ||
    values instanceof Uint8Array
  );
}

function typedArrayType(values: ArrayLike<unknown>): "float" | "int" | undefined {
  if (!ArrayBuffer.isView(values)) return undefined;
  return isFloatArray(values) ? "float" : "int";
}

/** The type of the first value that is not missing; a column without values is a column of missing numbers. */
function firstType(name: string, values: ArrayLike<unknown>): Exclude<DataType, "category"> {
  const row = firstPresent(values);
  const type = typeName(values[row]);
  if (row === values.length || type === "number") return "int";
  if (type === "string") return "string";
  if (type === "boolean") return "bool";
  throw errors.columnValue(name, row, type);
}

function firstPresent(values: ArrayLike<unknown>): number {
  let row = 0;
  while (row < values.length && isMissing(values[row])) row++;
  return row;
}

function numericValues(name: string, values: ArrayLike<unknown>): Float64Array {
  if (values instanceof Float64Array) return values;
  if (isSmallIntegers(values)) return new Float64Array(values);
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < numbers.length; row++) {
    const value = values[row];
    if (typeof value === "number") numbers[row] = value;
    else if (value === null || value === undefined) numbers[row] = Number.NaN;
    else if (typeof value === "bigint") numbers[row] = exactNumber(name, row, value);
    else throw wrongValue(name, values, row);
  }
  return numbers;
}

/** Whether all are whole numbers that doubles hold exactly. */
function areWhole(numbers: Float64Array): boolean {
  for (let row = 0; row < numbers.length; row++) if (!Number.isSafeInteger(numbers[row])) return false;
  return true;
}

function exactNumber(name: string, row: number, value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw errors.unsafeInteger(name, row, value);
  return number;
}

/** True as 1, false as 0, missing as NaN. */
function truthValues(name: string, values: ArrayLike<unknown>): Float64Array {
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < numbers.length; row++) {
    const value = values[row];
    if (typeof value === "boolean") numbers[row] = Number(value);
    else if (isMissing(value)) numbers[row] = Number.NaN;
    else throw wrongValue(name, values, row);
  }
  return numbers;
}

/** Text as codes into its distinct values, sorted: no text is looked at again, row by row. */
function textColumn(name: string, values: ArrayLike<unknown>): CategoryColumn {
  const codes = new Int32Array(values.length);
  const codeOf = new Map<string, number>();
  for (let row = 0; row < codes.length; row++) {
    const value = values[row];
    if (typeof value !== "string") {
      if (!isMissing(value)) throw wrongValue(name, values, row);
      codes[row] = -1;
      continue;
    }
    const known = codeOf.get(value);
    codes[row] = known ?? codeOf.size;
    if (known === undefined) codeOf.set(value, codeOf.size);
  }
  const found = [...codeOf.keys()];
  if (isAscending(found)) return { kind: "category", type: "string", codes, levels: Object.freeze(found) };
  const levels = sortLevels(found) as string[];
  const rank = new Int32Array(found.length);
  for (const [sorted, level] of levels.entries()) rank[codeOf.get(level)!] = sorted;
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) codes[row] = rank[codes[row]!]!;
  return { kind: "category", type: "string", codes, levels: Object.freeze(levels) };
}

/** The error of a value that does not go with the first one. */
function wrongValue(name: string, values: ArrayLike<unknown>, row: number): errors.DesignError {
  const type = typeName(values[row]);
  const first = firstPresent(values);
  const firstKind = typeName(values[first]);
  const usable = type === "number" || type === "string" || type === "boolean";
  if (first === row || !usable) return errors.columnValue(name, row, type);
  return errors.mixedColumn(name, first, firstKind, row, type);
}

// Declared types.

function declaredColumn(name: string, raw: RawColumn | Column, declared: DeclaredType): Column {
  if (declared === "category" && raw.kind === "category") return { ...raw, type: "category" };
  const values = raw.kind === "raw" ? raw.values : decoded(raw);
  if (declared === "category") return categorize(name, values, distinctValues(name, values));
  if (typeof declared !== "string") return categorize(name, values, declared);
  if (declared === "string") return textColumn(name, spelled(name, values));
  return { kind: "numeric", type: declared, values: declaredNumbers(name, values, declared) };
}

/** The values of a converted column as a plain array. */
function decoded(column: Column): (Level | null)[] {
  return Array.from({ length: columnLength(column) }, (_, row) => valueAt(column, row));
}

function declaredNumbers(name: string, values: ArrayLike<unknown>, declared: "float" | "int" | "bool"): Float64Array {
  return Float64Array.from(values, (value, row) => {
    if (isMissing(value)) return Number.NaN;
    if (typeof value === "bigint") return exactNumber(name, row, value);
    const number = typeof value === "boolean" ? Number(value) : value;
    const fits =
      typeof number === "number" &&
      (declared === "float" || (declared === "int" ? Number.isInteger(number) : number === 0 || number === 1));
    if (!fits) throw errors.declaredType(name, row, value, declared);
    return number;
  });
}

function spelled(name: string, values: ArrayLike<unknown>): (string | null)[] {
  return Array.from(values, (value, row) => {
    if (isMissing(value)) return null;
    if (typeof value === "boolean") return value ? "True" : "False";
    if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") return String(value);
    throw errors.declaredType(name, row, value, "string");
  });
}

function distinctValues(name: string, values: ArrayLike<unknown>): Level[] {
  const distinct = new Set<Level>();
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (isMissing(value)) continue;
    distinct.add(toLevel(name, row, value));
  }
  return sortLevels([...distinct]);
}

function toLevel(name: string, row: number, value: unknown): Level {
  if (typeof value === "bigint") return exactNumber(name, row, value);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  throw errors.columnValue(name, row, typeName(value));
}

function categorize(name: string, values: ArrayLike<unknown>, levels: readonly Level[]): CategoryColumn {
  const codeOf = new Map<Level, number>();
  for (const [code, level] of levels.entries()) {
    if (codeOf.has(level)) throw errors.duplicateLevel(level);
    codeOf.set(level, code);
  }
  const codes = Int32Array.from(values, (value, row) => {
    if (isMissing(value)) return -1;
    const level = toLevel(name, row, value);
    const code = codeOf.get(level);
    if (code === undefined) throw errors.unseenValue(name, row, level, levels);
    return code;
  });
  return { kind: "category", type: "category", codes, levels: Object.freeze([...levels]) };
}
