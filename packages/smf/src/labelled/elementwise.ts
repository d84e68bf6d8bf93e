// Arithmetic and comparisons of two numbers or values, as NumPy has them, and what kind their results are.

import { compareCodePoints } from "@mixedlm/formula";
import { integerPower, power } from "@mixedlm/linalg";
import { type Dtype, isMissing, type Value } from "./dtype.ts";
import { mixedLabels } from "./label-errors.ts";

/** Operations of two numbers, under pandas' names. */
export type Arithmetic = "add" | "sub" | "mul" | "div" | "pow" | "rsub" | "rdiv" | "rpow";

/** Comparisons of two values, under pandas' names. */
export type Comparison = "gt" | "lt" | "ge" | "le" | "eq" | "ne";

/** How to compute each operation. */
export const ARITHMETIC: Readonly<Record<Arithmetic, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow: powerOf,
  rsub: (a, b) => b - a,
  rdiv: (a, b) => b / a,
  rpow: (a, b) => powerOf(b, a),
};

/** The kind of a result: whole numbers stay whole unless they are divided. */
export function arithmeticDtype(operation: Arithmetic, left: Dtype, right: Dtype): Dtype {
  const isDivision = operation === "div" || operation === "rdiv";
  return !isDivision && left !== "float64" && right !== "float64" ? "int64" : "float64";
}

/** The kind of a single number: whole if it looks so, since JavaScript does not tell 2 from 2.0. */
export function scalarDtype(value: number | boolean): Dtype {
  return Number.isInteger(Number(value)) ? "int64" : "float64";
}

/**
 * Compares two values; with a missing one only `ne` holds. Texts are ordered by code points.
 *
 * @throws {@link SmfError} `mixed-labels` for the order of a text and a number, which are not equal.
 */
export function compareValues(comparison: Comparison, a: Value, b: Value): boolean {
  if (isMissing(a) || isMissing(b)) return comparison === "ne";
  if (typeof a === "string" && typeof b === "string") return compareNumbers(comparison, compareCodePoints(a, b), 0);
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(comparison, Number(a), Number(b));
  if (comparison === "eq" || comparison === "ne") return (a === b) === (comparison === "eq");
  throw mixedLabels(comparison);
}

function isNumeric(value: Value): boolean {
  return typeof value === "number" || typeof value === "boolean";
}

/** Rounds to decimals, halves to the even neighbour of the scaled number, as NumPy does. */
export function roundTo(x: number, decimals: number): number {
  const scale = integerPower(10, Math.abs(decimals));
  if (decimals < 0) return halfEven(x / scale) * scale;
  const scaled = x * scale;
  return Number.isFinite(scaled) ? halfEven(scaled) / scale : x;
}

function halfEven(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  if (rest < 0.5 || (rest === 0.5 && low % 2 === 0)) return low === 0 && Object.is(Math.sign(x), -0) ? -0 : low;
  // what rounds up to nothing keeps its sign
  return rest >= 0.5 && low === -1 ? -0 : low + (rest > 0 ? 1 : 0);
}

function compareNumbers(comparison: Comparison, a: number, b: number): boolean {
  switch (comparison) {
    case "gt":
      return a > b;
    case "lt":
      return a < b;
    case "ge":
      return a >= b;
    case "le":
      return a <= b;
    case "eq":
      return a === b;
    case "ne":
      return a !== b;
  }
}

// NumPy takes the power 0.5 as a square root, which differs from C's of -0 and -Infinity
function powerOf(a: number, b: number): number {
  return b === 0.5 ? Math.sqrt(a) : power(a, b);
}
