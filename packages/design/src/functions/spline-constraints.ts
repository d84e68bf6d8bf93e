// The argument `constraints` of `cr`, `cc` and `te`: 'center', which is learnt from the data, or a matrix with one row
// per constraint on the coefficients.
import type { Expression } from "@mixedlm/formula";
import { absorbConstraints } from "../bases/absorb-constraints.ts";
import type { CallContext } from "../expressions/calls.ts";
import { rowsNode } from "../expressions/frozen-call.ts";
import type { Value } from "../expressions/value.ts";
import { argumentRead, numberList, rowsOf } from "./arguments.ts";
import * as errors from "./stateful-errors.ts";

/** Rows of coefficients, or what is to be learnt; null for none. */
export type Constraints = readonly (readonly number[])[] | "center" | null;

/**
 * Reads the argument.
 *
 * @throws {@link DesignError} `arguments` when it is neither 'center' nor a matrix.
 */
export function constraintsArgument(expression: Expression | undefined, context: CallContext): Constraints {
  const read = (value: Value): Constraints =>
    value.kind === "text" && value.value === "center" ? "center" : constraintRows(value);
  const expected = "'center', or a list of rows, one number per column";
  return argumentRead(expression, "constraints", context, read, expected) ?? null;
}

/** A list of numbers is one row, a list of lists several of equal length. */
function constraintRows(value: Value): (readonly number[])[] | null {
  if (value.kind === "matrix") return rowsOf(value);
  const row = numberList(value);
  if (row !== null) return row.length === 0 ? null : [row];
  if (value.kind !== "list") return null;
  const rows = value.items.map(numberList).filter((items) => items !== null);
  const isMatrix = rows.length === value.items.length && rows.every((items) => items.length === rows[0]!.length);
  return isMatrix ? rows : null;
}

/** How many constraints there are. */
export function constraintCount(constraints: Constraints): number {
  if (constraints === null) return 0;
  return constraints === "center" ? 1 : constraints.length;
}

/**
 * Makes 'center' a row: the means of the columns, so that fitted values have mean zero whatever the coefficients.
 *
 * @param columns - of the basis without constraints, on the rows to learn from; rows with NaN are passed over.
 * @returns rows, or null for none.
 */
export function learnConstraints(
  constraints: Constraints,
  columns: () => readonly Float64Array[],
): readonly (readonly number[])[] | null {
  return constraints === "center" ? [columns().map(meanOfPresent)] : constraints;
}

/** A plain sum, as in patsy: the constraint is frozen into the design, and only has to be the same on all rows. */
function meanOfPresent(column: Float64Array): number {
  let [sum, count] = [0, 0];
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

/**
 * Builds constraints into a basis.
 *
 * @param columns - of the basis; they are overwritten.
 * @param argument - the argument that gave the constraints.
 * @throws {@link DesignError} `arguments` when they do not have a number for each column, or leave no column.
 */
export function constrained(
  columns: readonly Float64Array[],
  constraints: readonly (readonly number[])[] | null,
  argument: Expression | undefined,
  context: CallContext,
): Value {
  const name = context.call.function;
  const rows = constraints ?? [];
  const wrong = rows.find((row) => row.length !== columns.length);
  if (wrong !== undefined) throw errors.constraintColumns(name, columns.length, wrong.length, context.at(argument));
  if (rows.length >= columns.length) throw errors.noColumnLeft(name, context.at(argument));
  return { kind: "matrix", type: "float", columns: absorbConstraints(columns, rows) };
}

/** Writes constraints as an argument; undefined for none. */
export function constraintsNode(
  constraints: readonly (readonly number[])[] | null,
  argument: Expression | undefined,
  context: CallContext,
): Expression | undefined {
  return constraints === null ? undefined : rowsNode(constraints, (argument ?? context.call).span);
}
