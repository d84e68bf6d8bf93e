// Values of any kind -> how they are kept: numbers as doubles, everything else as a list, with pandas' name for the kind.
import type { Dtype, Value } from "@mixedlm/report";
import { notNumeric } from "./label-errors.ts";
import { frozen } from "./labels.ts";

export type { Dtype, Value };

/** How a Series keeps values of type T: doubles, or a frozen list. */
export type Values<T extends Value> = [T] extends [number]
  ? Float64Array
  : number extends T
    ? Float64Array | readonly T[]
    : readonly T[];

/**
 * The kind of some values: `float64` for numbers, missing ones (null) included, `bool`, or `object`. JavaScript's
 * numbers do not tell whole ones, so `int64` is only what is declared.
 */
export function inferDtype(values: ArrayLike<Value>): Dtype {
  if (values instanceof Float64Array) return "float64";
  const kinds = new Set(Array.from(values, (value) => typeof value));
  const isMixed = kinds.size > 1 || (kinds.has("object") && values.length > 0);
  if (!isMixed) return kinds.has("boolean") ? "bool" : kinds.has("string") ? "object" : "float64";
  // null, whose type is "object", is a missing number beside numbers
  return kinds.size === 2 && kinds.has("object") && kinds.has("number") ? "float64" : "object";
}

/** The kind of values, given the one that is asked for: whole numbers that are none any more become `float64`. */
export function settleDtype(values: ArrayLike<Value>, asked: Dtype | undefined): Dtype {
  const dtype = asked ?? inferDtype(values);
  return dtype === "int64" && !isWhole(values) ? "float64" : dtype;
}

/** Keeps values as their kind asks: a copy, unless they are frozen, or given away by `copy: false`. */
export function kept(values: ArrayLike<Value>, dtype: Dtype, copy: boolean): Float64Array | readonly Value[] {
  if (dtype === "object" || dtype === "bool") return frozen(Array.isArray(values) ? values : Array.from(values));
  if (values instanceof Float64Array) return copy ? values.slice() : values;
  return Float64Array.from(values, (value) => asNumber(value, `a series of ${dtype}`));
}

/** The kind of a row or a transpose: what columns of these kinds have in common. */
export function commonDtype(dtypes: readonly Dtype[]): Dtype {
  const kinds = new Set(dtypes);
  if (kinds.size === 1) return dtypes[0]!;
  return kinds.has("object") || kinds.has("bool") ? "object" : "float64";
}

/**
 * The same values as doubles; booleans count as 0 and 1, null as NaN.
 *
 * @throws {@link SmfError} `not-numeric`
 */
export function numbersOf(values: ArrayLike<Value>, call: string): Float64Array {
  return values instanceof Float64Array ? values : Float64Array.from(values, (value) => asNumber(value, call));
}

/** Whether a value is missing. */
export function isMissing(value: Value): boolean {
  return value === null || Number.isNaN(value);
}

function asNumber(value: Value, call: string): number {
  if (value === null) return Number.NaN;
  if (typeof value === "string") throw notNumeric(call, value);
  return Number(value);
}

function isWhole(values: ArrayLike<Value>): boolean {
  return Array.prototype.every.call(values, Number.isInteger);
}
