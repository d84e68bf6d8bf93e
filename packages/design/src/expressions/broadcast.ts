// Elementwise work on numbers of any shape: a number goes with everything, columns with columns of as many rows,
// arrays with arrays of the same shape or of one row. One loop each for one, two and more operands.
import type { Place } from "@mixedlm/formula";
import { count } from "../errors.ts";
import * as errors from "./expression-errors.ts";
import { type NumberType, type NumericValue, numbers, scalar } from "./value.ts";

/** Applies a function to each number. */
export function mapNumbers(value: NumericValue, type: NumberType, f: (a: number) => number): NumericValue {
  if (value.kind === "scalar") return scalar(f(value.value), type);
  if (value.kind === "matrix") return { kind: "matrix", type, columns: value.columns.map((column) => column.map(f)) };
  return numbers(value.column.values.map(f), type, value.isArray);
}

/**
 * Applies a function to the numbers of several values, element by element.
 *
 * @param operation - its name, for the message.
 * @param f - gets one number of each value.
 * @throws {@link DesignError} `rows` when the shapes do not go together.
 */
export function combineNumbers(
  operation: string,
  values: readonly NumericValue[],
  type: NumberType,
  f: (...numbers: number[]) => number,
  at: Place,
): NumericValue {
  const shape = commonShape(operation, values, at);
  const column = (j: number): Float64Array => combineColumn(values, j, shape.rows, f);
  if (shape.kind === "scalar") return scalar(column(0)[0]!, type);
  if (shape.kind === "matrix") {
    return { kind: "matrix", type, columns: Array.from({ length: shape.width }, (_, j) => column(j)) };
  }
  return numbers(column(0), type, shape.isArray);
}

/** One column of the result: the numbers of column j of each value. */
function combineColumn(
  values: readonly NumericValue[],
  j: number,
  rows: number,
  f: (...numbers: number[]) => number,
): Float64Array {
  const result = new Float64Array(rows);
  const [first, second, ...rest] = values.map((value) => columnOf(value, j));
  if (first === undefined || second === undefined || rest.length > 0) {
    const all = [first, second, ...rest].filter((column) => column !== undefined);
    for (let i = 0; i < rows; i++) result[i] = f(...all.map((column) => column[column.length === 1 ? 0 : i]!));
    return result;
  }
  const [a, b] = [first.length === 1 ? 0 : 1, second.length === 1 ? 0 : 1];
  for (let i = 0; i < rows; i++) result[i] = f(first[a * i]!, second[b * i]!);
  return result;
}

/** Column j of a value; a number is a column of one row. */
function columnOf(value: NumericValue, j: number): Float64Array {
  if (value.kind === "scalar") return Float64Array.of(value.value);
  return value.kind === "matrix" ? value.columns[j]! : value.column.values;
}

interface Shape {
  readonly kind: NumericValue["kind"];
  readonly rows: number;
  readonly width: number;
  readonly isArray: boolean;
}

function commonShape(operation: string, values: readonly NumericValue[], at: Place): Shape {
  let common: Shape = { kind: "scalar", rows: 1, width: 1, isArray: false };
  for (const value of values) {
    const shape = shapeOf(value);
    if (shape.kind === "scalar") continue;
    const isRow = common.kind === "matrix" && (common.rows === 1 || shape.rows === 1);
    const fits = common.kind === shape.kind && (isRow || common.rows === shape.rows) && common.width === shape.width;
    if (common.kind !== "scalar" && !fits) {
      throw errors.shapeMismatch(operation, shapeText(common), shapeText(shape), at);
    }
    const rows = common.rows === 1 ? shape.rows : common.rows;
    common = { ...shape, rows, isArray: shape.isArray && (common.kind === "scalar" || common.isArray) };
  }
  return common;
}

function shapeOf(value: NumericValue): Shape {
  if (value.kind === "scalar") return { kind: "scalar", rows: 1, width: 1, isArray: false };
  if (value.kind === "column") {
    return { kind: "column", rows: value.column.values.length, width: 1, isArray: value.isArray };
  }
  return { kind: "matrix", rows: value.columns[0]?.length ?? 0, width: value.columns.length, isArray: true };
}

function shapeText({ kind, rows, width }: Shape): string {
  return kind === "matrix" ? `an array of ${rows} x ${width}` : `a column of ${count(rows, "row")}`;
}
