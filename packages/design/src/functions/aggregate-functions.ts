// numpy's functions that look at all rows at once: means and such, and those that build arrays.
// Of a column of the table the mean, sum, variance, least and greatest skip missing values (pandas does it);
// the median and percentiles, and everything of a plain array, do not.

import type { Expression } from "@mixedlm/formula";
import { quantile } from "../bases/quantile.ts";
import { count } from "../errors.ts";
import type { Arguments, CallContext, FunctionSpec } from "../expressions/calls.ts";
import * as errors from "../expressions/expression-errors.ts";
import {
  commonType,
  type ListValue,
  type NumberType,
  type NumericValue,
  numbers,
  numberType,
  scalar,
  text,
  type Value,
} from "../expressions/value.ts";
import { numericArgument, scalarArgument } from "./arguments.ts";
import { compensatedSum } from "./compensated-sum.ts";

/** The functions of this file by name. */
export const AGGREGATE_FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map<string, FunctionSpec>([
  ["np.mean", aggregate(mean, () => "float")],
  ["np.sum", aggregate(compensatedSum, (type) => (type === "float" ? "float" : "int"))],
  [
    "np.min",
    aggregate(
      (x) => x.reduce((a, b) => Math.min(a, b), x[0] ?? Number.NaN),
      (type) => type,
    ),
  ],
  [
    "np.max",
    aggregate(
      (x) => x.reduce((a, b) => Math.max(a, b), x[0] ?? Number.NaN),
      (type) => type,
    ),
  ],
  [
    "np.median",
    whole(["a"], 1, (context, [a]) => scalar(quantile(sorted(pooled(a!, context, false).values), 0.5), "float")),
  ],
  ["np.var", spread((variance) => variance)],
  ["np.std", spread(Math.sqrt)],
  ["np.percentile", whole(["a", "q"], 2, percentile)],
  ["np.column_stack", { parameters: ["tup"], required: 1, takesKeywords: true, isRowwise: true, call: columnStack }],
  ["np.array", whole(["object"], 1, arrayOf)],
  ["np.ones", whole(["shape"], 1, (context, [shape]) => filled(1, shape!, context))],
  ["np.zeros", whole(["shape"], 1, (context, [shape]) => filled(0, shape!, context))],
]);

/** A function whose value in a row depends on other rows. */
function whole(
  parameters: readonly string[],
  required: number,
  call: (context: CallContext, args: Arguments) => Value,
): FunctionSpec {
  return { parameters, required, takesKeywords: true, isRowwise: false, call: (args, context) => call(context, args) };
}

function aggregate(f: (x: Float64Array) => number, resultType: (type: NumberType) => NumberType): FunctionSpec {
  return whole(["a"], 1, (context, [argument]) => {
    const { values, type } = pooled(argument!, context, true);
    return scalar(f(values), resultType(type));
  });
}

/** Variance with divisor n - ddof, and what is made of it. */
function spread(finish: (variance: number) => number): FunctionSpec {
  return whole(["a", "ddof"], 1, (context, [argument, ddof]) => {
    const { values } = pooled(argument!, context, true);
    const lost = ddof === undefined ? 0 : scalarArgument(ddof, context).value;
    const centre = mean(values);
    const squares = compensatedSum(values.map((x) => (x - centre) * (x - centre)));
    return scalar(finish(values.length > lost ? squares / (values.length - lost) : Number.NaN), "float");
  });
}

/** All numbers of an argument in one array, without missing ones if they are to be skipped and are pandas' to skip. */
function pooled(
  argument: Expression,
  context: CallContext,
  skipsMissing: boolean,
): { readonly values: Float64Array; readonly type: NumberType } {
  const value = context.evaluate(argument);
  if (value.kind === "list") return listNumbers(value, argument, context);
  const all = numericArgument(argument, context);
  const type = numberType(all);
  if (all.kind === "scalar") return { values: Float64Array.of(all.value), type };
  if (all.kind === "matrix") return { values: concatenated(all.columns), type };
  const { values } = all.column;
  return { values: skipsMissing && !all.isArray ? values.filter((x) => !Number.isNaN(x)) : values, type };
}

function listNumbers(
  { items }: ListValue,
  argument: Expression,
  context: CallContext,
): { readonly values: Float64Array; readonly type: NumberType } {
  let type: NumberType = "bool";
  const values = Float64Array.from(items, (item) => {
    if (item.kind !== "scalar") throw errors.wrongType(context.call.function, item, "numbers", context.at(argument));
    type = commonType(type, item.type);
    return item.value;
  });
  return { values, type };
}

function concatenated(columns: readonly Float64Array[]): Float64Array {
  const rows = columns[0]?.length ?? 0;
  const all = new Float64Array(rows * columns.length);
  for (const [j, column] of columns.entries()) all.set(column, j * rows);
  return all;
}

function mean(x: Float64Array): number {
  return compensatedSum(x) / x.length;
}

function sorted(x: Float64Array): Float64Array {
  return x.some(Number.isNaN) ? Float64Array.of(Number.NaN) : x.slice().sort();
}

function percentile(context: CallContext, [argument, percents]: Arguments): Value {
  const { values } = pooled(argument!, context, false);
  const ordered = sorted(values);
  const asked = pooled(percents!, context, false).values;
  if (!asked.every((q) => q >= 0 && q <= 100)) {
    const found = context.evaluate(percents!);
    throw errors.wrongArgument("np.percentile", found, "percentages from 0 to 100", context.at(percents));
  }
  const quantiles = asked.map((q) => quantile(ordered, q / 100));
  const single = context.evaluate(percents!).kind === "scalar";
  return single ? scalar(quantiles[0]!, "float") : numbers(quantiles, "float", true);
}

// Arrays.

function columnStack([argument]: Arguments, context: CallContext): Value {
  const value = context.evaluate(argument!);
  const at = context.at(argument);
  if (value.kind !== "list" || value.items.length === 0) {
    throw errors.wrongArgument("np.column_stack", value, "a list of columns", at);
  }
  let type: NumberType = "bool";
  const columns: Float64Array[] = [];
  for (const item of value.items) {
    if (!isStackable(item)) throw errors.wrongType("np.column_stack", item, "columns of numbers", at);
    type = commonType(type, numberType(item));
    columns.push(...(item.kind === "matrix" ? item.columns : [item.column.values]));
  }
  const rows = columns[0]!.length;
  const other = columns.find((column) => column.length !== rows);
  if (other !== undefined) {
    throw errors.shapeMismatch("np.column_stack", count(rows, "row"), count(other.length, "row"), at);
  }
  return { kind: "matrix", type, columns };
}

function isStackable(value: Value): value is Exclude<NumericValue, { kind: "scalar" }> {
  return value.kind === "matrix" || (value.kind === "column" && value.column.kind === "numeric");
}

function arrayOf(context: CallContext, [argument]: Arguments): Value {
  const value = context.evaluate(argument!);
  if (value.kind === "column") return { ...value, isArray: true };
  if (value.kind !== "list") {
    if (value.kind === "matrix" || value.kind === "scalar") return value;
    throw errors.wrongArgument("np.array", value, "a list or a column", context.at(argument));
  }
  if (value.items.length > 0 && value.items.every((item) => item.kind === "text")) {
    return text(
      value.items.map((item) => (item.kind === "text" ? item.value : null)),
      true,
    );
  }
  if (!value.items.every((item) => item.kind === "list")) {
    const { values, type } = listNumbers(value, argument!, context);
    return numbers(values, type, true);
  }
  const rows = value.items.map((item) => listNumbers(item as ListValue, argument!, context));
  const width = rows[0]?.values.length ?? 0;
  const uneven = rows.find((row) => row.values.length !== width);
  if (uneven !== undefined) {
    const lengths = [width, uneven.values.length].map((n) => `a row of ${n}`);
    throw errors.shapeMismatch("np.array", lengths[0]!, lengths[1]!, context.at(argument));
  }
  const type = rows.map((row) => row.type).reduce(commonType, "bool");
  const columns = Array.from({ length: width }, (_, j) => Float64Array.from(rows, (row) => row.values[j]!));
  return { kind: "matrix", type, columns };
}

function filled(value: number, argument: Expression, context: CallContext): Value {
  const name = context.call.function;
  const shape = context.evaluate(argument);
  const sizes = shape.kind === "list" ? shape.items : [shape];
  const lengths = sizes.map((size) => (size.kind === "scalar" && size.type === "int" ? size.value : -1));
  const [rows, width] = lengths;
  // A product of sizes beyond a million is no table of anyone's, and must not exhaust the memory.
  if (rows === undefined || lengths.some((n) => n < 0) || lengths.reduce((a, b) => a * b, 1) > 1e6) {
    throw errors.wrongArgument(name, shape, "a number of rows, or a pair of rows and columns", context.at(argument));
  }
  if (lengths.length > 2) throw errors.tooManyDimensions(name, lengths.length, context.at());
  const column = (): Float64Array => new Float64Array(rows).fill(value);
  if (width === undefined) return numbers(column(), "float", true);
  return { kind: "matrix", type: "float", columns: Array.from({ length: width }, column) };
}
