// The exponential function by additions and multiplications alone: the same bits in every engine, which `Math.exp` does
// not promise (see logarithm.ts).
import { LN2, LN2_REST, powerOfTwo } from "./binary-exponent.ts";

/** e^x, with an error below one unit in the last place. */
export function exp(x: number): number {
  if (!(x <= LARGEST)) return x > LARGEST ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x < SMALLEST) return 0;
  const k = Math.round(x * Math.LOG2E);
  const mantissa = 1 + excess(x, k);
  if (k > 1000) return mantissa * powerOfTwo(1000) * powerOfTwo(k - 1000);
  // a result below the normal numbers is rounded once
  if (k < -1000) return mantissa * powerOfTwo(k + 1000) * 2 ** -1000;
  return mantissa * powerOfTwo(k);
}

/** e^x - 1, exact to the last bits also where x is small. */
export function expm1(x: number): number {
  if (Math.abs(x) < DIRECT) return x === 0 ? x : x + curvature(x);
  if (x > 38) return exp(x) - 1;
  if (x < -38) return -1;
  if (Number.isNaN(x)) return x;
  const k = Math.round(x * Math.LOG2E);
  const power = powerOfTwo(k);
  return power - 1 + power * excess(x, k);
}

/** Beyond these the result is infinite or rounds to 0. */
const LARGEST = 709.782712893384;
const SMALLEST = -745.1332191019412;
/** Half the logarithm of two, nearly: up to here no power of two is taken out. */
const DIRECT = 0.34;

/** e^r - 1 where r = x - k log(2), in two parts of which the second is what rounding the first lost. */
function excess(x: number, k: number): number {
  const high = x - k * LN2;
  const r = high - k * LN2_REST;
  const lost = high - r - k * LN2_REST;
  return r + (curvature(r) + lost);
}

/** e^r - 1 - r by its series, |r| <= 0.35. */
function curvature(r: number): number {
  const last = 1 / 479001600 + r * (1 / 6227020800 + r / 87178291200);
  const far = 1 / 5040 + r * (1 / 40320 + r * (1 / 362880 + r * (1 / 3628800 + r * (1 / 39916800 + r * last))));
  const near = 1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r * far)));
  return r * r * (0.5 + r * near);
}
