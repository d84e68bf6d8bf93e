// Numbers of one column of a table -> their texts: the same decimals for all, enough that each shows its leading
// digits. Statsmodels' and pandas' formats are elsewhere; this is the format of the project's own tables.
import { formatGeneral } from "./number-format.ts";

/** Digits that every number of a column shows. */
const DIGITS = 4;

/**
 * Writes numbers with the same decimals, as many as show four digits of every one of them, or all in powers of ten
 * where that is much shorter.
 *
 * @param values - in the order of the column; null is an empty text.
 */
export function numberColumn(values: readonly (number | null)[]): string[] {
  const finite = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const places = decimals(finite);
  const largest = finite.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const isLong = places > 100 || Math.floor(Math.log10(largest)) + places > 3 * DIGITS;
  return values.map((value) =>
    special(value, (own) => (isLong ? own.toExponential(DIGITS - 1) : withoutMinusZero(own.toFixed(places)))),
  );
}

/** Decimals that show `DIGITS` digits of every value; zeros that all would end in are left out. */
function decimals(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value === 0 ? 0 : ownDecimals(value)), 0);
}

/** Decimals that show `DIGITS` digits of a value without the zeros that they end in; negative for large ones. */
function ownDecimals(value: number): number {
  const [mantissa, exponent] = value.toExponential(DIGITS - 1).split("e") as [string, string];
  const used = mantissa.replace(/^-?\d\.?/, "").replace(/0+$/, "").length;
  return used - Number(exponent);
}

/** `-0.00` is 0. */
function withoutMinusZero(text: string): string {
  return /^-[0.]+$/.test(text) ? text.slice(1) : text;
}

/** Text of what is no finite number, or what `format` makes of it. */
function special(value: number | null, format: (value: number) => string): string {
  if (value === null) return "";
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Inf" : "-Inf";
  return format(value);
}

/** Degrees of freedom: whole numbers as they are, others with two decimals. */
export function dfColumn(values: readonly (number | null)[]): string[] {
  const whole = values.every((value) => value === null || !Number.isFinite(value) || isNearlyWhole(value));
  return values.map((value) => special(value, (own) => own.toFixed(whole ? 0 : 2)));
}

/** Rounding errors of an exact number of degrees of freedom are not shown. */
function isNearlyWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 0.005;
}

/** Below it a probability is said to be below it. */
const SMALLEST = 2.2e-16;

/** Probabilities: four decimals, small ones in powers of ten. */
export function probabilityColumn(values: readonly (number | null)[]): string[] {
  return values.map((value) =>
    special(value, (own) => {
      if (own < SMALLEST) return "<2e-16";
      return own < 1e-3 ? formatGeneral(own, 3) : own.toFixed(4);
    }),
  );
}

/** Whole numbers. */
export function countColumn(values: readonly (number | null)[]): string[] {
  return values.map((value) => special(value, String));
}
