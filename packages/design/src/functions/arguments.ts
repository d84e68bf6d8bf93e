// Arguments of functions -> what they are worth: a number, whole or not, a truth value, a list, one column or several.
// In: the expression given, or none. Out: its value, undefined where none is given or it is None, or an error that says
// what the argument should be.
import type { Expression } from "@mixedlm/formula";
import type { CallContext } from "../expressions/calls.ts";
import * as callErrors from "../expressions/expression-errors.ts";
import {
  describe,
  isNumeric,
  type MatrixValue,
  type NumericValue,
  type ScalarValue,
  type Value,
} from "../expressions/value.ts";
import { wrongNumber } from "./stateful-errors.ts";

/**
 * Evaluates an argument that must be a number or numbers.
 *
 * @throws {@link DesignError} `type` for anything else.
 */
export function numericArgument(expression: Expression, context: CallContext): NumericValue {
  const value = context.evaluate(expression);
  if (!isNumeric(value)) throw callErrors.wrongType(context.call.function, value, "numbers", context.at(expression));
  return value;
}

/**
 * Evaluates an argument that must be one number.
 *
 * @throws {@link DesignError} `arguments` for anything else.
 */
export function scalarArgument(expression: Expression, context: CallContext): ScalarValue {
  const value = context.evaluate(expression);
  if (value.kind !== "scalar") {
    throw callErrors.wrongArgument(context.call.function, value, "one number", context.at(expression));
  }
  return value;
}

/**
 * Reads a whole number.
 *
 * @param parameter - its name, for the message.
 * @throws {@link DesignError} `arguments` for anything else.
 */
export function wholeArgument(
  expression: Expression | undefined,
  parameter: string,
  context: CallContext,
): number | undefined {
  const whole = (value: Value): number | null =>
    value.kind === "scalar" && value.type !== "float" ? value.value : null;
  return argumentRead(expression, parameter, context, whole, "a whole number");
}

/**
 * Reads a finite number.
 *
 * @throws {@link DesignError} `arguments` for anything else.
 */
export function finiteArgument(
  expression: Expression | undefined,
  parameter: string,
  context: CallContext,
): number | undefined {
  const number = (value: Value): number | null =>
    value.kind === "scalar" && Number.isFinite(value.value) ? value.value : null;
  return argumentRead(expression, parameter, context, number, "a number");
}

/** Reads a truth value; a number is true unless it is zero. */
export function truthArgument(expression: Expression | undefined, context: CallContext): boolean | undefined {
  return optionalArgument(expression, context) && scalarArgument(expression!, context).value !== 0;
}

/**
 * Reads a list of finite numbers, or an array of them.
 *
 * @throws {@link DesignError} `arguments` for anything else.
 */
export function listArgument(
  expression: Expression | undefined,
  parameter: string,
  context: CallContext,
): number[] | undefined {
  return argumentRead(expression, parameter, context, numberList, "a list of numbers");
}

/**
 * Reads an argument that need not be given.
 *
 * @param parameter - its name, for the message.
 * @param read - what a value says, or null when it is none of the kind.
 * @param expected - what it should be, for the message.
 * @throws {@link DesignError} `arguments` when it is none of the kind.
 */
export function argumentRead<R>(
  expression: Expression | undefined,
  parameter: string,
  context: CallContext,
  read: (value: Value) => R | null,
  expected: string,
): R | undefined {
  const value = optionalArgument(expression, context);
  if (value === undefined) return undefined;
  const said = read(value);
  if (said !== null) return said;
  throw wrongNumber(context.call.function, parameter, describe(value), expected, context.at(expression));
}

/** The value of an argument; undefined when it is not given or None. */
function optionalArgument(expression: Expression | undefined, context: CallContext): Value | undefined {
  const value = expression && context.evaluate(expression);
  return value === undefined || value.kind === "none" ? undefined : value;
}

/** The rows of several columns. */
export function rowsOf({ columns }: MatrixValue): (readonly number[])[] {
  return Array.from(columns[0] ?? [], (_, i) => columns.map((column) => column[i]!));
}

/** The numbers of a list or of an array of one dimension, or null. */
export function numberList(value: Value): number[] | null {
  if (value.kind === "column" && value.column.kind === "numeric") return finite([...value.column.values]);
  if (value.kind !== "list") return null;
  return finite(value.items.map((item) => (item.kind === "scalar" ? item.value : Number.NaN)));
}

function finite(numbers: number[]): number[] | null {
  return numbers.every(Number.isFinite) ? numbers : null;
}

/**
 * Reads an argument that is one column of numbers.
 *
 * @throws {@link DesignError} `type` for text, `arguments` for several columns or a single number.
 */
export function columnArgument(expression: Expression, context: CallContext): Float64Array {
  const value = numericArgument(expression, context);
  if (value.kind === "column") return value.column.values;
  if (value.kind === "matrix" && value.columns.length === 1) return value.columns[0]!;
  throw callErrors.wrongArgument(context.call.function, value, "one column of numbers", context.at(expression));
}

/**
 * Reads an argument that is one or more columns of numbers.
 *
 * @param expected - what it should be, for the message.
 * @throws {@link DesignError} `type` for text, `arguments` for a single number.
 */
export function columnsArgument(
  expression: Expression,
  expected: string,
  context: CallContext,
): readonly Float64Array[] {
  const value = numericArgument(expression, context);
  if (value.kind === "matrix") return value.columns;
  if (value.kind === "column") return [value.column.values];
  throw callErrors.wrongArgument(context.call.function, value, expected, context.at(expression));
}
