// The doubles of one column come in, the texts that pandas prints for them go out.
// A column is printed in one notation: fixed with six decimals, less the zeros that all its numbers end in, or
// scientific as soon as a number would vanish or fixed notation would grow too long. So no number prints alone.

import { formatFixed, formatScientific } from "../numbers/number-format.ts";
import { widest } from "../writers/layout.ts";

const PRECISION = 6;
const LONGEST_FIXED = PRECISION + 6;
const SMALLEST_FIXED = 1e-6;
const LARGEST_FIXED = 1e6;

/**
 * Formats a column of doubles in their common notation, as pandas does with its default options, without padding.
 *
 * @param values - the column, length n; only what is printed, because every number has a say in the notation.
 * @param missing - what is printed for NaN.
 * @returns n texts; those of numbers start with a sign or a blank.
 * @see pandas 1.5.3, `io.formats.format.FloatArrayFormatter` with `display.precision` 6.
 */
export function floatTexts(values: readonly number[], missing: string): string[] {
  const fixed = trimCommonZeros(values.map((x) => signed(x, formatFixed, missing)));
  return needsExponent(values, widest(fixed)) ? values.map((x) => signed(x, formatScientific, missing)) : fixed;
}

/**
 * Formats a double that stands among values of other types: six decimals less its own zeros, never an exponent.
 *
 * @param x - any double but NaN.
 * @returns a text that starts with a sign or a blank.
 */
export function loneFloat(x: number): string {
  const text = signed(x, formatFixed, "NaN").replace(/0+$/, "");
  return text.endsWith(".") ? `${text}0` : text;
}

function signed(x: number, format: (x: number, places: number) => string, missing: string): string {
  if (Number.isNaN(x)) return missing;
  const text = format(x, PRECISION);
  return text.startsWith("-") ? text : ` ${text}`;
}

function needsExponent(values: readonly number[], fixedWidth: number): boolean {
  const sizes = values.map(Math.abs);
  const hasVanishing = sizes.some((size) => size > 0 && size < SMALLEST_FIXED);
  return hasVanishing || (fixedWidth > LONGEST_FIXED && sizes.some((size) => size > LARGEST_FIXED));
}

// cuts as many zeros as all finite numbers end in, and leaves one digit after the point
function trimCommonZeros(texts: readonly string[]): string[] {
  const decimals = texts.filter((text) => text.includes("."));
  const zeros = decimals.reduce((fewest, text) => Math.min(fewest, trailingZeros(text)), PRECISION - 1);
  return texts.map((text) => (text.includes(".") ? text.slice(0, text.length - zeros) : text));
}

function trailingZeros(text: string): number {
  return text.length - text.replace(/0+$/, "").length;
}
