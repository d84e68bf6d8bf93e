// A column as everything behind the table sees it: one type, missing values marked, plain numbers or codes into levels.
// Here are the type and what reads a column of any kind; `to-column.ts` makes columns of what callers have.
import type { DataType, Level } from "./level.ts";
import { wholeColumn, wholeValues } from "./whole-column.ts";

/** Numbers or truth values (1 and 0), one a row; NaN is missing. */
export interface NumericColumn {
  /** Tells numbers from codes and text. */
  readonly kind: "numeric";
  /** Whole numbers and truth values print and calculate otherwise than floats. */
  readonly type: "float" | "int" | "bool";
  /** One a row. */
  readonly values: Float64Array;
}

/** Text that an expression has made, one a row; null and undefined are missing. */
export interface TextColumn {
  /** Tells text from numbers and codes. */
  readonly kind: "string";
  /** Always text. */
  readonly type: "string";
  /** One a row. */
  readonly values: ArrayLike<string | null | undefined>;
}

/** A column of codes into levels. */
export interface CategoryColumn {
  /** Tells codes from numbers and text. */
  readonly kind: "category";
  /** `category`: the order of `levels` was declared; `string`: dictionary-encoded text, levels in any order. */
  readonly type: DataType;
  /** Index into `levels` for each row, -1 where the value is missing. */
  readonly codes: Int32Array;
  /** What the codes stand for, each once; not every one need occur. */
  readonly levels: readonly Level[];
}

/** A column as the rest of the path sees it. Text of a table is codes into its distinct values. */
export type Column = NumericColumn | TextColumn | CategoryColumn;

/** A column as its source has it: values of any kind, and their type where the source knows it. */
export interface RawColumn {
  readonly kind: "raw";
  readonly values: ArrayLike<unknown>;
  readonly type?: Exclude<DataType, "category">;
}

/** Rows `[start, stop)` of a column; numbers and codes are views. */
export function sliceColumn(column: Column, start: number, stop: number): Column {
  const whole = wholeValues(column);
  if (column.kind === "numeric" && whole !== null) {
    return wholeColumn(whole.subarray(start, stop), () => column.values.subarray(start, stop));
  }
  if (column.kind === "numeric") return { ...column, values: column.values.subarray(start, stop) };
  if (column.kind === "category") return { ...column, codes: column.codes.subarray(start, stop) };
  return { ...column, values: Array.prototype.slice.call(column.values, start, stop) };
}

/** Number of rows of a column. */
export function columnLength(column: Column | RawColumn): number {
  if (column.kind === "category") return column.codes.length;
  return (column.kind === "raw" ? null : wholeValues(column))?.length ?? column.values.length;
}

/**
 * Gives the value of a row.
 *
 * @param row - from 0.
 * @returns a level, truth values as such, or null when it is missing.
 */
export function valueAt(column: Column, row: number): Level | null {
  if (column.kind === "string") return column.values[row] ?? null;
  if (column.kind === "category") return column.levels[column.codes[row]!] ?? null;
  const value = column.values[row]!;
  if (Number.isNaN(value)) return null;
  return column.type === "bool" ? value !== 0 : value;
}
