// Values of embedded expressions, while they are worked out: a column of the table, numbers, text, lists, codings.
// Types follow Python's: whole numbers and truth values are kept apart from floats, because arithmetic differs.

import type { Span } from "@mixedlm/formula";
import type { Contrast } from "../design.ts";
import type { Column, NumericColumn } from "../table/column.ts";
import type { DataType, Level } from "../table/level.ts";

/** Type of a number: Python's `float`, `int` or `bool`. */
export type NumberType = "float" | "int" | "bool";

/** One number; truth values are 1 and 0. */
export interface ScalarValue {
  readonly kind: "scalar";
  readonly type: NumberType;
  readonly value: number;
  /** Its place, when it is written in the formula and not computed. */
  readonly literal?: Span;
}

/** A text, which is always written in the formula. */
export interface TextValue {
  readonly kind: "text";
  readonly value: string;
  readonly literal: Span;
}

/**
 * Values in rows. `isArray`: a plain array (result of `np.where`, ...), whose mean and such do not skip missing values.
 */
export interface ColumnValue {
  readonly kind: "column";
  readonly column: Column;
  readonly isArray: boolean;
}

/** Numbers in rows and several columns, each of the same length. */
export interface MatrixValue {
  readonly kind: "matrix";
  readonly type: NumberType;
  readonly columns: readonly Float64Array[];
}

/** A piece of a coding together with its place in the formula, for messages that need data to be made. */
export interface Placed<T> {
  readonly value: T;
  readonly span: Span;
}

/** Levels listed in `C(..., levels=)`, and the type they are written in: `1` is int, `1.0` float. */
export interface GivenLevels extends Placed<readonly Level[]> {
  readonly dataType: DataType;
}

/** What `C(...)` makes: a column to be taken as categorical, with the levels and the contrast where given. */
export interface CategoricalValue {
  readonly kind: "categorical";
  readonly column: Column;
  readonly levels: GivenLevels | null;
  readonly contrast: Placed<Contrast> | null;
}

/** A list, which is always written in the formula. */
export interface ListValue {
  readonly kind: "list";
  readonly items: readonly Value[];
}

/** What an expression can be worth. */
export type Value =
  | ScalarValue
  | ColumnValue
  | MatrixValue
  | CategoricalValue
  | TextValue
  | { readonly kind: "none" }
  | ListValue
  | { readonly kind: "contrast"; readonly contrast: Placed<Contrast> };

/** A number, or numbers in rows. */
export type NumericValue =
  | ScalarValue
  | MatrixValue
  | { readonly kind: "column"; readonly column: NumericColumn; readonly isArray: boolean };

/** Makes a number. */
export function scalar(value: number, type: NumberType): ScalarValue {
  return { kind: "scalar", type, value };
}

/** Makes a column of numbers. */
export function numbers(values: Float64Array, type: NumberType, isArray: boolean): NumericValue {
  return { kind: "column", column: { kind: "numeric", type, values }, isArray };
}

/** Makes a column of text. */
export function text(values: readonly (string | null)[], isArray: boolean): ColumnValue {
  return { kind: "column", column: { kind: "string", type: "string", values }, isArray };
}

/** Tells whether a value is a number or numbers. */
export function isNumeric(value: Value): value is NumericValue {
  if (value.kind === "column") return value.column.kind === "numeric";
  return value.kind === "scalar" || value.kind === "matrix";
}

/** The type of a number or of numbers. */
export function numberType(value: NumericValue): NumberType {
  return value.kind === "column" ? value.column.type : value.type;
}

/** The type that holds both: float over int over bool. */
export function commonType(a: NumberType, b: NumberType): NumberType {
  if (a === "float" || b === "float") return "float";
  return a === "int" || b === "int" ? "int" : "bool";
}

/** Names a value for messages: `a column of text`, `the number 5`. */
export function describe(value: Value): string {
  switch (value.kind) {
    case "scalar":
      return value.type === "bool" ? (value.value === 0 ? "False" : "True") : `the number ${value.value}`;
    case "text":
      return `the text ${JSON.stringify(value.value)}`;
    case "none":
      return "None";
    case "list":
      return `a list of ${value.items.length}`;
    case "matrix":
      return `an array of ${value.columns.length} columns`;
    case "categorical":
      return "a categorical variable";
    case "contrast":
      return "a contrast";
    case "column":
      return `a column of ${columnNoun(value.column)}`;
  }
}

/** What a column holds, for messages: `numbers`, `text`. */
export function columnNoun(column: Column): string {
  if (column.type === "category") return "categories";
  if (column.type === "string") return "text";
  return column.type === "bool" ? "truth values" : "numbers";
}
