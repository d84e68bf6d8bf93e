// Natural logarithms by additions, multiplications and divisions alone. `Math.log` may differ in the last bit from one
// engine to the next, and from one release to the next; a search or a bootstrap amplifies that. These give the same
// bits in each.
import { binaryExponent, binaryFraction, LN2, LN2_REST } from "./binary-exponent.ts";

/**
 * The natural logarithm, with an error below one unit in the last place: `NaN` of a negative number, -Infinity of 0.
 *
 * x = 2^k (1 + f) with 1 + f between the roots of 1/2 and 2, and log(1 + f) = 2 artanh(s), s = f / (2 + f).
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  if (x < SMALLEST_NORMAL) return reduced(x * 2 ** 54, -54);
  return reduced(x, 0);
}

/** log(1 + x), exact to the last bits also where x is small. */
export function log1p(x: number): number {
  if (!(x > -1) || x === Number.POSITIVE_INFINITY) return log(1 + x);
  if (Math.abs(x) < 2 ** -54) return x;
  const sum = 1 + x;
  // what was lost in rounding the sum
  const lost = x < 1 ? x - (sum - 1) : 1 - (sum - x);
  return log(sum) + lost / sum;
}

const SMALLEST_NORMAL = 2 ** -1022;

function reduced(x: number, shift: number): number {
  let k = binaryExponent(x);
  let m = binaryFraction(x);
  if (m > Math.SQRT2) {
    m *= 0.5;
    k += 1;
  }
  k += shift;
  const f = m - 1;
  const s = f / (2 + f);
  const half = 0.5 * f * f;
  return k * LN2 - (half - (s * (half + artanhRest(s * s)) + k * LN2_REST) - f);
}

/** 2 artanh(s) / s - 2 as a series in z = s^2, which is below 0.03: every other term, twice, for speed. */
function artanhRest(z: number): number {
  const w = z * z;
  const odd = 2 / 3 + w * (2 / 7 + w * (2 / 11 + w * (2 / 15 + w * (2 / 19 + w * (2 / 23)))));
  const even = 2 / 5 + w * (2 / 9 + w * (2 / 13 + w * (2 / 17 + w * (2 / 21))));
  return z * odd + w * even;
}
