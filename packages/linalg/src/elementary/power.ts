// Powers with any exponent by the package's own operations: the same bits in every engine (see logarithm.ts).
import { binaryExponent, binaryFraction, LN2, LN2_REST, powerOfTwo } from "./binary-exponent.ts";
import { exp } from "./exponential.ts";
import { integerPower } from "./integer-power.ts";
import { log } from "./logarithm.ts";

const SMALLEST_NORMAL = 2 ** -1022;
/** Exponents of larger size cost as many digits by the fraction's logarithm as by the whole one. */
const LARGE = 1000;
/** 2^27 + 1: what splits a double in two halves whose products with whole numbers below 2^26 are exact. */
const SPLIT = 134217729;

/**
 * x^y with the conventions of C: 1 to any power is 1, also to a missing one, and so is -1 to an infinite one; negative
 * numbers have whole powers only.
 *
 * By multiplications where y is whole, else as 2^(k y) f^y with x = 2^k f: the relative error is that of y log f, |log
 * f| <= 0.35, and not of y log x, and a few units in the last place for |y| up to 10.
 */
export function power(x: number, y: number): number {
  if (x === 1 || y === 0) return 1;
  if (Number.isInteger(y)) return integerPower(x, y);
  if (y === 0.5 && x > 0) return Math.sqrt(x);
  const isInfinite = Math.abs(y) === Number.POSITIVE_INFINITY;
  if (x === -1 && isInfinite) return 1;
  return realPower(isInfinite || x === Number.NEGATIVE_INFINITY ? Math.abs(x) : x, y);
}

/** x^y for x >= 0. */
function realPower(x: number, y: number): number {
  const whole = y * log(x);
  const isPlain = x > 0 && x < Number.POSITIVE_INFINITY && Math.abs(y) < LARGE && Math.abs(whole) < 800;
  if (!isPlain) return exp(whole);
  const shift = x < SMALLEST_NORMAL ? 54 : 0;
  const normal = x * powerOfTwo(shift);
  let k = binaryExponent(normal) - shift;
  let f = binaryFraction(normal);
  if (f > Math.SQRT2) {
    f *= 0.5;
    k += 1;
  }
  const product = k * y;
  const c = SPLIT * y;
  const high = c - (c - y);
  const lost = k * high - product + k * (y - high);
  const n = Math.round(product);
  const rest = product - n + lost;
  const part = exp(y * log(f) + rest * (LN2 + LN2_REST));
  // in two steps, of which the first is exact
  const half = Math.trunc(n / 2);
  return part * powerOfTwo(half) * powerOfTwo(n - half);
}
