// Values of any kind -> how they are kept: numbers as doubles, everything else as a list, with pandas' name for the
// kind.
import type { Dtype, Value } from "@mixedlm/report";
import { notNumeric } from "./label-errors.ts";
import { frozen } from "./labels.ts";

export type { Dtype, Value };

/** How a Series keeps values of type T: doubles, or a frozen list. */
export type Values<T> = [T] extends [number]
  ? Float64Array
  : number extends T
    ? Float64Array | readonly (T & Value)[]
    : readonly (T & Value)[];

/**
 * The kind of some values: `float64` for numbers, missing ones (null) included, `bool`, or `object`. JavaScript's
 * numbers do not tell whole ones, so `int64` is only what is declared.
 */
export function inferDtype(values: ArrayLike<Value>): Dtype {
  if (values instanceof Float64Array) return "float64";
  const kinds = new Set<string>();
  for (let i = 0; i < values.length; i++) kinds.add(typeof values[i]);
  const [only = "number"] = kinds;
  if (kinds.size <= 1) return only === "number" ? "float64" : only === "boolean" ? "bool" : "object";
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
  return numbersOf(values, `a series of ${dtype}`);
}

/** The kinds of the columns of some rows, given those that are asked for. */
export function columnDtypes(
  count: number,
  rows: readonly (readonly Value[])[],
  asked: readonly Dtype[] | undefined,
): readonly Dtype[] {
  const kind = (j: number): Dtype =>
    settleDtype(
      rows.map((row) => row[j]!),
      asked?.[j],
    );
  return Array.from({ length: count }, (_, j) => kind(j));
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
  if (values instanceof Float64Array) return values;
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < numbers.length; i++) numbers[i] = asNumber(values[i]!, call);
  return numbers;
}

/** The values at some places, `missing` at -1. */
export function gather(
  values: ArrayLike<Value>,
  places: ArrayLike<number>,
  missing: number = Number.NaN,
): Float64Array | Value[] {
  const picked = values instanceof Float64Array ? new Float64Array(places.length) : new Array<Value>(places.length);
  for (let i = 0; i < places.length; i++) picked[i] = places[i]! < 0 ? missing : values[places[i]!]!;
  return picked;
}

/** Whether a value is missing. */
export function isMissing(value: Value): boolean {
  return value === null || Number.isNaN(value);
}

function asNumber(value: Value | undefined, call: string): number {
  if (value === null || value === undefined) return Number.NaN;
  if (typeof value !== "number" && typeof value !== "boolean") throw notNumeric(call, value);
  return Number(value);
}

function isWhole(values: ArrayLike<Value>): boolean {
  return Array.prototype.every.call(values, Number.isInteger);
}
