// Comparisons give truth values and never missing ones: what is missing equals nothing and is above or below nothing.
// Text is compared by code point; declared categories only for equality.

import { compareCodePoints, type Place } from "@mixedlm/formula";
import { count } from "../errors.ts";
import { columnLength, valueAt } from "../table/column.ts";
import type { Level } from "../table/level.ts";
import { combineNumbers } from "./broadcast.ts";
import * as errors from "./expression-errors.ts";
import type { Operand } from "./operators.ts";
import { isNumeric, numbers, scalar, type Value } from "./value.ts";

/** The comparison operators. */
export type ComparisonOperator = "<" | "<=" | ">" | ">=" | "==" | "!=";

/** Whether an operator holds, given the sign of the difference. */
const HOLDS: Readonly<Record<ComparisonOperator, (sign: number) => boolean>> = {
  "<": (sign) => sign < 0,
  "<=": (sign) => sign <= 0,
  ">": (sign) => sign > 0,
  ">=": (sign) => sign >= 0,
  "==": (sign) => sign === 0,
  "!=": (sign) => sign !== 0,
};

const COMPARE: Readonly<Record<ComparisonOperator, (a: number, b: number) => number>> = {
  "<": (a, b) => Number(a < b),
  "<=": (a, b) => Number(a <= b),
  ">": (a, b) => Number(a > b),
  ">=": (a, b) => Number(a >= b),
  "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
};

/**
 * Compares two values, row by row.
 *
 * @param at - place of the whole comparison.
 * @returns truth values; text and numbers are never equal.
 * @throws {@link DesignError} `type` when the two have no order (text and numbers, declared categories, lists),
 *   `rows` when they have different numbers of rows.
 */
export function comparison(op: ComparisonOperator, left: Operand, right: Operand, at: Place): Value {
  const [a, b] = [left.value, right.value];
  if (isNumeric(a) && isNumeric(b)) return combineNumbers(op, [a, b], "bool", COMPARE[op], at);
  const [x, y] = [cells(op, left), cells(op, right)];
  if (op !== "==" && op !== "!=") requireText(op, left, right);
  const rows = x.rows ?? y.rows;
  if (x.rows !== null && y.rows !== null && x.rows !== y.rows) {
    throw errors.shapeMismatch(op, count(x.rows, "row"), count(y.rows, "row"), at);
  }
  if (rows === null) {
    const same = a.kind === "none" && b.kind === "none" ? op === "==" : holds(op, x.at(0), y.at(0));
    return scalar(Number(same), "bool");
  }
  const truth = new Float64Array(rows);
  for (let row = 0; row < rows; row++) truth[row] = Number(holds(op, x.at(row), y.at(row)));
  return numbers(truth, "bool", isArray(a) && isArray(b));
}

/** A value read by row; `rows` is null for a constant. */
interface Cells {
  readonly rows: number | null;
  at(row: number): Level | null;
}

function cells(op: string, { value, at }: Operand): Cells {
  if (value.kind === "text") return { rows: null, at: () => value.value };
  if (value.kind === "none") return { rows: null, at: () => null };
  if (value.kind === "scalar") return { rows: null, at: () => value.value };
  if (value.kind !== "column") throw errors.wrongType(op, value, "a column or a constant", at);
  const { column } = value;
  // Truth values compare as the numbers 1 and 0.
  if (column.kind === "numeric") return { rows: column.values.length, at: (row) => column.values[row]! };
  return { rows: columnLength(column), at: (row) => valueAt(column, row) };
}

function holds(op: ComparisonOperator, a: Level | null, b: Level | null): boolean {
  if (a === null || b === null) return op === "!=";
  if (typeof a === "string" && typeof b === "string") {
    return op === "==" ? a === b : op === "!=" ? a !== b : HOLDS[op](compareCodePoints(a, b));
  }
  return (a === b) === (op === "==");
}

/** An order is only among text here: numbers with numbers were dealt with before. */
function requireText(op: string, left: Operand, right: Operand): void {
  for (const operand of [left, right]) {
    const { value } = operand;
    if (value.kind === "column" && value.column.type === "category") {
      throw errors.wrongType(op, value, "an order, which categories do not have: compare with `==`", operand.at);
    }
  }
  const number = [left, right].find(({ value }) => isNumeric(value));
  if (number !== undefined) {
    const other = number === left ? right : left;
    throw errors.wrongType(op, other.value, "numbers on both sides or text on both sides", other.at);
  }
}

function isArray(value: Value): boolean {
  return value.kind !== "column" || value.isArray;
}
