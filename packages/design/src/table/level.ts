// Levels of categorical variables: their order and their spelling, both Python's.
// Text is ordered by code point, not by UTF-16 unit and not by locale, so that every machine agrees.
import { compareCodePoints } from "@mixedlm/formula";

/** A value of a categorical variable. Numbers keep their column's type: see `DataType`. */
export type Level = string | number | boolean;

/** Whether a value can be a level: NaN, which is a missing value, cannot. */
export function isLevel(value: unknown): value is Level {
  return typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && !Number.isNaN(value));
}

/** Column type, as pandas would have it: an integer column with missing values is `float`. */
export type DataType = "float" | "int" | "bool" | "string" | "category";

/**
 * Compares two levels: false before true, numbers by size and before strings, strings by code point.
 *
 * @returns a negative number, 0 or a positive number, as `Array.prototype.sort` wants it.
 */
export function compareLevels(a: Level, b: Level): number {
  if (typeof a === "string") return typeof b === "string" ? compareCodePoints(a, b) : 1;
  return typeof b === "string" ? -1 : Number(a) - Number(b);
}

/** Sorts levels into a new list. */
export function sortLevels(levels: readonly Level[]): Level[] {
  return [...levels].sort(levels.every(isPlainText) ? undefined : compareLevels);
}

/** Whether levels are in order, each once. */
export function isAscending(levels: readonly Level[]): boolean {
  return levels.every((level, i) => i === 0 || compareLevels(levels[i - 1]!, level) < 0);
}

/**
 * Text without surrogates and what sorts behind them: there the language's own order, by UTF-16 units, is by code
 * point.
 */
function isPlainText(level: Level): level is string {
  return typeof level === "string" && !/[\ud800-\uffff]/.test(level);
}

/**
 * Writes a double as Python's `repr`: shortest digits that read back the same,
 * with an exponent only below 1e-4 or from 1e16 on.
 */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const [mantissa, power] = value.toExponential().split("e") as [string, string];
  const exponent = Number(power);
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const text = String(value);
  // Between 1e-6 and 1e-4 and from 1e16 to 1e21 the two languages differ, and both were handled above.
  return Number.isInteger(value) ? `${text}.0` : text;
}

/**
 * Writes a level as patsy does: strings as they are, `True`, integers `2`, floats as Python's repr: `2.0`, `1e-05`.
 *
 * @param level - the level.
 * @param dataType - type of the column; of a `category`, whole numbers print as integers.
 */
export function formatLevel(level: Level, dataType: DataType): string {
  if (typeof level === "string") return level;
  if (typeof level === "boolean") return level ? "True" : "False";
  if (dataType === "bool") return level !== 0 ? "True" : "False";
  const whole = Number.isInteger(level) && (dataType === "int" || dataType === "category");
  return whole ? wholeText(level) : floatRepr(level);
}

/** Digits of a whole number, never with an exponent and without a sign of zero. */
function wholeText(value: number): string {
  return BigInt(value).toString();
}
