// A double comes in, the characters that Python prints for it go out: `%.3f`, `%e`, `%g` and `repr`.
// JavaScript's own `toFixed` rounds ties away from zero and gives up at 1e21; C and Python round the exact binary
// value half to even at any size. So the value is written out as the integer `digits` over a power of ten
// (every double is one), and all formats round that integer.
import { precisionRange } from "../errors.ts";

/** A non-negative finite double, exactly: `digits / 10^scale`. */
interface ExactDecimal {
  digits: bigint;
  scale: number;
}

/** `digits * 10^(exponent - precision)`, `digits` having precision + 1 decimal digits (or being 0). */
interface Scientific {
  digits: string;
  exponent: number;
}

// no double has more than 1074 decimals, so a longer format adds only zeros
const MAX_PRECISION = 1100;

/**
 * Formats a number as Python's `"%.Nf"`: rounds the exact binary value, ties to even.
 *
 * @param x - any double; `nan`, `inf`, `-inf` and `-0.000` print as in Python.
 * @param places - digits after the point, 0 to 1100.
 * @returns the characters of `"%.{places}f" % x`.
 * @throws {@link ReportError} `precision-range`
 * @see Python standard library, "printf-style String Formatting".
 * @example
 * ```ts
 * formatFixed(0.125, 2); // "0.12", where (0.125).toFixed(2) is "0.13"
 * ```
 */
export function formatFixed(x: number, places: number): string {
  checkPrecision(places);
  if (!Number.isFinite(x)) return nonFinite(x);
  return sign(x) + fixedDigits(exactDecimal(Math.abs(x)), places);
}

/**
 * Formats a number as Python's `"%.Ne"`: one digit before the point, an exponent of at least two digits.
 *
 * @param x - any double.
 * @param places - digits after the point, 0 to 1100.
 * @returns the characters of `"%.{places}e" % x`.
 * @throws {@link ReportError} `precision-range`
 */
export function formatScientific(x: number, places: number): string {
  checkPrecision(places);
  if (!Number.isFinite(x)) return nonFinite(x);
  const { digits, exponent } = scientific(exactDecimal(Math.abs(x)), places);
  return sign(x) + withPoint(digits, 1) + exponentSuffix(exponent);
}

/**
 * Formats a number as Python's `"%.Ng"`: `precision` significant digits without trailing zeros, scientific when the
 * exponent is below -4 or not below `precision`.
 *
 * @param x - any double.
 * @param precision - significant digits, 0 to 1100; 0 counts as 1, and `"%g"` alone means 6.
 * @returns the characters of `"%.{precision}g" % x`.
 * @throws {@link ReportError} `precision-range`
 */
export function formatGeneral(x: number, precision = 6): string {
  checkPrecision(precision);
  if (!Number.isFinite(x)) return nonFinite(x);
  const significant = Math.max(precision, 1);
  const exact = exactDecimal(Math.abs(x));
  const { digits, exponent } = scientific(exact, significant - 1);
  if (exponent < -4 || exponent >= significant) {
    return sign(x) + trimZeros(withPoint(digits, 1)) + exponentSuffix(exponent);
  }
  return sign(x) + trimZeros(fixedDigits(exact, significant - 1 - exponent));
}

/**
 * Formats a number as Python's `repr(float)`: the shortest digits that read back as the same double.
 *
 * JavaScript prints the same shortest digits; only the choice of notation differs (`1.0`, `1e+16`, `1e-05`).
 *
 * @param x - any double.
 * @returns the characters of `repr(float(x))`.
 */
export function formatRepr(x: number): string {
  if (!Number.isFinite(x)) return nonFinite(x);
  const [mantissa = "0", power = "0"] = Math.abs(x).toExponential().split("e");
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) return sign(x) + mantissa + exponentSuffix(exponent);
  const digits = mantissa.replace(".", "");
  if (exponent < 0) return `${sign(x)}0.${"0".repeat(-exponent - 1)}${digits}`;
  const padded = digits.padEnd(exponent + 2, "0");
  return sign(x) + withPoint(padded, exponent + 1);
}

function checkPrecision(precision: number): void {
  const valid = Number.isInteger(precision) && precision >= 0 && precision <= MAX_PRECISION;
  if (!valid) throw precisionRange(precision, MAX_PRECISION);
}

function nonFinite(x: number): string {
  if (Number.isNaN(x)) return "nan";
  return x > 0 ? "inf" : "-inf";
}

function sign(x: number): string {
  return x < 0 || Object.is(x, -0) ? "-" : "";
}

// m 2^-k = m 5^k / 10^k, so a double is an integer over a power of ten
function exactDecimal(x: number): ExactDecimal {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x);
  const word = bits.getBigUint64(0);
  const biased = Number(word >> 52n);
  const fraction = word & 0xf_ffff_ffff_ffffn;
  const mantissa = biased === 0 ? fraction : fraction | (1n << 52n);
  const exponent = Math.max(biased, 1) - 1075;
  if (exponent >= 0) return { digits: mantissa << BigInt(exponent), scale: 0 };
  return { digits: mantissa * 5n ** BigInt(-exponent), scale: -exponent };
}

// the integer nearest to the value times 10^places, ties to even
function roundedTo(value: ExactDecimal, places: number): bigint {
  const excess = value.scale - places;
  if (excess <= 0) return value.digits * 10n ** BigInt(-excess);
  const unit = 10n ** BigInt(excess);
  const quotient = value.digits / unit;
  const twice = 2n * (value.digits % unit);
  const up = twice > unit || (twice === unit && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}

function fixedDigits(value: ExactDecimal, places: number): string {
  const digits = roundedTo(value, places)
    .toString()
    .padStart(places + 1, "0");
  return withPoint(digits, digits.length - places);
}

function scientific(value: ExactDecimal, places: number): Scientific {
  if (value.digits === 0n) return { digits: "0".repeat(places + 1), exponent: 0 };
  const exponent = value.digits.toString().length - 1 - value.scale;
  const digits = roundedTo(value, places - exponent).toString();
  // 9.99 rounded to one place is 10.0: one digit too many, the last being 0
  if (digits.length > places + 1) return { digits: digits.slice(0, -1), exponent: exponent + 1 };
  return { digits, exponent };
}

function withPoint(digits: string, before: number): string {
  return before === digits.length ? digits : `${digits.slice(0, before)}.${digits.slice(before)}`;
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function exponentSuffix(exponent: number): string {
  return `e${exponent < 0 ? "-" : "+"}${Math.abs(exponent).toString().padStart(2, "0")}`;
}
