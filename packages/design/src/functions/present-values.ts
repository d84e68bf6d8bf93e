// The rows that functions learn from, and how much they may make of them. In: a column and the call it stands in. Out:
// the values that are there, or an error; a basis that is too large is refused before it is made.
import type { Expression } from "@mixedlm/formula";
import type { CallContext } from "../expressions/calls.ts";
import { LIMITS } from "../limits.ts";
import { rowNumber } from "../table/table.ts";
import * as errors from "./stateful-errors.ts";

/**
 * The values to learn from: those that are not missing, as an array of their own.
 *
 * @throws {@link DesignError} `no-rows` when there are none, `arguments` when one is infinite.
 */
export function presentValues(values: Float64Array, expression: Expression, context: CallContext): Float64Array {
  const { call, table } = context;
  const present = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) present[count++] = value;
    else if (!Number.isNaN(value)) {
      throw errors.infiniteValue(call.function, value, rowNumber(table, i), context.at(expression));
    }
  }
  if (count === 0) throw errors.nothingToLearn(call.function, context.at(expression));
  return present.subarray(0, count);
}

/**
 * Checks that a basis is not too large to be held.
 *
 * @throws {@link DesignError} `limit`.
 */
export function checkSize(rows: number, columns: number, context: CallContext): void {
  const name = context.call.function;
  if (columns > LIMITS.basisColumns) throw errors.wideBasis(name, columns, LIMITS.basisColumns, context.at());
  if (rows * columns > LIMITS.entries) throw errors.tooManyValues(name, rows, columns, LIMITS.entries, context.at());
}
