// A column of values comes in, numbers, texts, booleans or nothing, with its type or without; out goes a function that
// gives the texts of some of its rows. The type is a matter of the whole column, the notation of what is printed.
import { dtypeMismatch } from "../errors.ts";
import { formatRepr } from "../numbers/number-format.ts";
import { floatTexts, loneFloat } from "./pandas-floats.ts";

/** A value of a column; null is pandas' None. */
export type Value = number | string | boolean | null;

/** The type of a column. */
export type Dtype = "float64" | "int64" | "object" | "bool";

/** A column that knows how it is written. */
export interface TypedColumn {
  readonly dtype: Dtype;
  /**
   * Texts of some rows as pandas prints them beside one another, not padded; all but a missing number start with a sign
   * or blank.
   */
  texts(rows: readonly number[]): string[];
  /** The full text of a row's value, as in a CSV file; "" where it is missing. */
  field(row: number): string;
}

/**
 * Gives a column its type.
 *
 * Numbers are `float64`, with NaN for null, unless `int64` is asked for; booleans are `bool`, anything else `object`.
 * Numbers among other values print as Python's integers if all of the column's are safe integers, as floats otherwise.
 *
 * @param values - the whole column.
 * @param dtype - its type, if it shall not be inferred.
 * @throws {@link ReportError} `dtype-mismatch` when a value is not of the type.
 */
export function typedColumn(values: ArrayLike<Value>, dtype: Dtype = inferDtype(values)): TypedColumn {
  switch (dtype) {
    case "float64":
      return floatColumn(Array.from(values, (value) => asNumber(value ?? Number.NaN, dtype)));
    case "int64":
      return integerColumn(Array.from(values, (value) => asInteger(value, dtype)));
    case "bool":
      return objectColumn(Array.from(values, asBoolean), dtype);
    default:
      return objectColumn(Array.from(values), dtype);
  }
}

function inferDtype(values: ArrayLike<Value>): Dtype {
  const types = new Set(Array.from(values, (value) => (value === null ? "null" : typeof value)));
  if (types.size === 1 && types.has("boolean")) return "bool";
  const hasOthers = types.has("string") || types.has("boolean") || (types.has("null") && !types.has("number"));
  return hasOthers ? "object" : "float64";
}

function asNumber(value: Value, dtype: Dtype): number {
  if (typeof value !== "number") throw dtypeMismatch(value, dtype);
  return value;
}

function asInteger(value: Value, dtype: Dtype): number {
  if (!Number.isInteger(value)) throw dtypeMismatch(value, dtype);
  return value as number;
}

function asBoolean(value: Value): boolean {
  if (typeof value !== "boolean") throw dtypeMismatch(value, "bool");
  return value;
}

function floatColumn(values: readonly number[]): TypedColumn {
  const field = (row: number) => (Number.isNaN(values[row]) ? "" : formatRepr(values[row]!));
  const texts = (rows: readonly number[]) =>
    floatTexts(
      rows.map((row) => values[row]!),
      "NaN",
    );
  return { dtype: "float64", texts, field };
}

function integerColumn(values: readonly number[]): TypedColumn {
  const field = (row: number) => integerText(values[row]!);
  return { dtype: "int64", texts: (rows) => rows.map((row) => signedInteger(values[row]!)), field };
}

/** Writes a whole number with all its digits, after a blank if it is not negative. */
export function signedInteger(x: number): string {
  const text = integerText(x);
  return text.startsWith("-") ? text : ` ${text}`;
}

/** Writes a whole number with all its digits. */
export function integerText(x: number): string {
  return BigInt(x).toString();
}

function objectColumn(values: readonly Value[], dtype: Dtype): TypedColumn {
  const areFloats = values.some((value) => typeof value === "number" && !Number.isSafeInteger(value));
  const text = (value: Value) => {
    if (typeof value === "number" && areFloats) return Number.isNaN(value) ? " NaN" : loneFloat(value);
    return ` ${typeof value === "string" ? escapeControls(value) : plainText(value, false)}`;
  };
  const field = (value: Value) => (value === null || Number.isNaN(value) ? "" : plainText(value, areFloats));
  return { dtype, texts: (rows) => rows.map((row) => text(values[row]!)), field: (row) => field(values[row]!) };
}

function plainText(value: Value, areFloats: boolean): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return value;
  return areFloats ? formatRepr(value) : integerText(value);
}

/** Writes the control characters that would break a line as Python's escapes. */
export function escapeControls(text: string): string {
  return text.replaceAll("\t", "\\t").replaceAll("\r", "\\r").replaceAll("\n", "\\n");
}
