// numpy's functions that work number by number, with its types of result: `np.abs` keeps whole numbers whole,
// `np.log` makes floats, `np.isnan` truth values. The arithmetic has the same bits in every engine, so that a model
// does.

import {
  acos,
  asin,
  atan,
  cos,
  exp,
  expm1,
  integerPower,
  log,
  log1p,
  power as numberPower,
  sin,
} from "@mixedlm/linalg";
import { combineNumbers, mapNumbers } from "../expressions/broadcast.ts";
import type { Arguments, CallContext, FunctionSpec } from "../expressions/calls.ts";
import { comparison } from "../expressions/comparisons.ts";
import * as errors from "../expressions/expression-errors.ts";
import { modulo, power } from "../expressions/operators.ts";
import {
  type ColumnValue,
  commonType,
  isNumeric,
  type NumberType,
  type NumericValue,
  numberType,
  scalar,
  text,
  type Value,
} from "../expressions/value.ts";
import { columnLength, valueAt } from "../table/column.ts";
import { numericArgument, scalarArgument } from "./arguments.ts";
import { cbrt, cosh, hypotenuse, log2, log10, sinh, tan, tanh } from "./elementary-functions.ts";

/** Functions of one number that give floats; of `Math` only those that every engine computes alike. */
const FLOAT_FUNCTIONS: readonly (readonly [name: string, f: (x: number) => number])[] = [
  ["log", log],
  ["log2", log2],
  ["log10", log10],
  ["log1p", log1p],
  ["exp", exp],
  ["exp2", (x) => numberPower(2, x)],
  ["expm1", expm1],
  ["sqrt", Math.sqrt],
  ["cbrt", cbrt],
  ["sin", sin],
  ["cos", cos],
  ["tan", tan],
  ["arcsin", asin],
  ["arccos", acos],
  ["arctan", atan],
  ["sinh", sinh],
  ["cosh", cosh],
  ["tanh", tanh],
  ["floor", Math.floor],
  ["ceil", Math.ceil],
  ["trunc", Math.trunc],
];

/** Functions of one number that give truth values. */
const TRUTH_FUNCTIONS: readonly (readonly [name: string, f: (x: number) => boolean])[] = [
  ["isnan", Number.isNaN],
  ["isfinite", Number.isFinite],
  // A missing number is not zero, hence true.
  ["logical_not", (x) => x === 0],
];

const truth = (x: number): boolean => x !== 0;

/** Functions of two numbers that give truth values. */
const TRUTH_OPERATIONS: readonly (readonly [name: string, f: (x: number, y: number) => boolean])[] = [
  ["logical_and", (x, y) => truth(x) && truth(y)],
  ["logical_or", (x, y) => truth(x) || truth(y)],
];

/** The functions of this file by name. */
export const ELEMENTWISE_FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map<string, FunctionSpec>([
  ...FLOAT_FUNCTIONS.map(([name, f]) => [`np.${name}`, unary(() => "float", f)] as const),
  ...TRUTH_FUNCTIONS.map(
    ([name, f]) =>
      [
        `np.${name}`,
        unary(
          () => "bool",
          (x) => Number(f(x)),
        ),
      ] as const,
  ),
  ...TRUTH_OPERATIONS.map(
    ([name, f]) =>
      [
        `np.${name}`,
        binary(
          () => "bool",
          (x, y) => Number(f(x, y)),
        ),
      ] as const,
  ),
  ["np.abs", unary((type) => type, Math.abs)],
  ["np.absolute", unary((type) => type, Math.abs)],
  ["abs", unary((type) => type, Math.abs)],
  ["np.square", unary(counted, (x) => x * x)],
  ["np.sign", elementwise(["x"], signOf)],
  ["np.maximum", binary(commonType, (x, y) => Math.max(x, y))],
  ["np.minimum", binary(commonType, (x, y) => Math.min(x, y))],
  ["np.hypot", binary(() => "float", hypotenuse)],
  ["np.equal", elementwise(["x1", "x2"], equal)],
  ["np.power", elementwise(["x1", "x2"], powerOf)],
  ["pow", elementwise(["base", "exp"], powerOf)],
  ["np.round", { ...elementwise(["a", "decimals"], rounded), required: 1, takesKeywords: true }],
  ["round", { ...elementwise(["number", "ndigits"], rounded), required: 1, takesKeywords: true }],
  ["np.clip", { ...elementwise(["a", "a_min", "a_max"], clipped), takesKeywords: true }],
  ["np.where", elementwise(["condition", "x", "y"], chosen)],
]);

function elementwise(parameters: readonly string[], call: FunctionSpec["call"]): FunctionSpec {
  return { parameters, required: parameters.length, takesKeywords: false, isRowwise: true, call };
}

function unary(resultType: (type: NumberType) => NumberType, f: (x: number) => number): FunctionSpec {
  return elementwise(["x"], ([argument], context) => {
    const value = numericArgument(argument!, context);
    return mapNumbers(value, resultType(numberType(value)), f);
  });
}

function binary(
  resultType: (a: NumberType, b: NumberType) => NumberType,
  f: (x: number, y: number) => number,
): FunctionSpec {
  return elementwise(["x1", "x2"], ([first, second], context) => {
    const [a, b] = [numericArgument(first!, context), numericArgument(second!, context)];
    return combineNumbers(context.call.function, [a, b], resultType(numberType(a), numberType(b)), f, context.at());
  });
}

/** Truth values become whole numbers. */
function counted(type: NumberType): NumberType {
  return type === "float" ? "float" : "int";
}

/** numpy has no sign of truth values. */
function signOf([argument]: Arguments, context: CallContext): Value {
  const value = numericArgument(argument!, context);
  const type = numberType(value);
  if (type === "bool") throw errors.wrongType("np.sign", value, "numbers", context.at(argument));
  return mapNumbers(value, type, Math.sign);
}

function equal([first, second]: Arguments, context: CallContext): Value {
  const [left, right] = [first!, second!].map((node) => ({ value: context.evaluate(node), at: context.at(node) }));
  return comparison("==", left!, right!, context.at());
}

function powerOf([base, exponent]: Arguments, context: CallContext): Value {
  return power(numericArgument(base!, context), numericArgument(exponent!, context), context.at());
}

// Rounding.

function rounded([argument, decimals]: Arguments, context: CallContext): Value {
  const value = numericArgument(argument!, context);
  const places = decimals === undefined ? scalar(0, "int") : scalarArgument(decimals, context);
  if (places.type !== "int") {
    throw errors.wrongArgument(context.call.function, places, "a whole number of decimals", context.at(decimals));
  }
  const type = numberType(value) === "int" ? "int" : "float";
  return mapNumbers(value, type, (x) => roundTo(x, places.value));
}

/** Rounds to so many decimals by scaling, as numpy does. */
function roundTo(x: number, decimals: number): number {
  const scale = integerPower(10, Math.abs(decimals));
  if (decimals === 0) return roundHalfEven(x);
  return decimals > 0 ? roundHalfEven(x * scale) / scale : roundHalfEven(x / scale) * scale;
}

/** Rounds to a whole number, halves to the even one. */
function roundHalfEven(x: number): number {
  const up = Math.round(x);
  return Math.abs(x % 1) === 0.5 && modulo(up, 2) === 1 ? up - 1 : up;
}

// Choosing.

function clipped([argument, least, most]: Arguments, context: CallContext): Value {
  const value = numericArgument(argument!, context);
  const given = [least!, most!].map((limit) =>
    context.evaluate(limit).kind === "none" ? null : numericArgument(limit, context),
  );
  // pandas clips its columns itself: limits in the wrong order change places, and a missing limit is none
  const isPandas = value.kind === "column" && !value.isArray;
  const [lower, upper] = given;
  const isReversed = lower?.kind === "scalar" && upper?.kind === "scalar" && lower.value > upper.value;
  const limits = isPandas && isReversed ? [upper, lower] : given;
  let result: NumericValue = value;
  for (const [i, limit] of limits.entries()) {
    if (limit === null || limit === undefined) continue;
    const type = commonType(numberType(result), numberType(limit));
    const choose = i === 0 ? Math.max : Math.min;
    const clip = (x: number, y: number): number => (isPandas && Number.isNaN(y) ? x : choose(x, y));
    result = combineNumbers("np.clip", [result, limit], type, clip, context.at());
  }
  return result;
}

function chosen([condition, yes, no]: Arguments, context: CallContext): Value {
  const test = numericArgument(condition!, context);
  const isTrue = numberType(test) === "bool" ? (x: number) => x === 1 : truth;
  const [a, b] = [context.evaluate(yes!), context.evaluate(no!)];
  if (isNumeric(a) && isNumeric(b)) {
    const type = commonType(numberType(a), numberType(b));
    const choose = (x: number, y: number, z: number): number => (isTrue(x) ? y : z);
    const value = combineNumbers("np.where", [test, a, b], type, choose, context.at());
    return value.kind === "column" ? { ...value, isArray: true } : value;
  }
  const wrong = isText(a) ? no! : yes!;
  const other = isText(a) ? b : a;
  if (!isText(a) || !isText(b)) {
    throw errors.wrongType("np.where", other, "numbers in both places or text in both places", context.at(wrong));
  }
  const [first, second] = [textCells(a), textCells(b)];
  const tested = test.kind === "column" ? test.column.values : null;
  const rows = [tested?.length, first.rows, second.rows].filter((n) => n !== undefined);
  if (tested === null || rows.some((n) => n !== tested.length)) {
    throw errors.shapeMismatch("np.where", `${rows[0]} rows`, `${rows.at(-1)}`, context.at());
  }
  return text(
    Array.from(tested, (x, row) => (isTrue(x) ? first.at(row) : second.at(row))),
    true,
  );
}

function isText(value: Value): boolean {
  return value.kind === "text" || (value.kind === "column" && value.column.kind !== "numeric");
}

function textCells(value: Value): { readonly rows: number | undefined; at(row: number): string | null } {
  if (value.kind === "text") return { rows: undefined, at: () => value.value };
  const { column } = value as ColumnValue;
  const at = (row: number): string | null => {
    const level = valueAt(column, row);
    return level === null ? null : String(level);
  };
  return { rows: columnLength(column), at };
}
