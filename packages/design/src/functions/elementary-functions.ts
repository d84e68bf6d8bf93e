// The functions of numpy that linear algebra does without, made from those that `linalg` has: the same bits in every
// engine, which the functions of `Math` do not promise. In and out: numbers, with NaN and infinities as in numpy.
import { cos, exp, expm1, hypot, integerPower, log, power, sin } from "@mixedlm/linalg";

/** The logarithm to base 2, exact for powers of 2. */
export function log2(x: number): number {
  const [k, fraction] = parts(x);
  return fraction === 1 ? k : k + log(fraction) * Math.LOG2E;
}

/** The logarithm to base 10, exact for 1, 10, ..., 10^22. */
export function log10(x: number): number {
  const [k, fraction] = parts(x);
  return k * LOG10_2 + (k * LOG10_2_REST + log(fraction) * Math.LOG10E);
}

/** The cube root, of either sign. */
export function cbrt(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const size = Math.abs(x);
  const near = power(size, 1 / 3);
  // one step of Newton's method doubles its fourteen digits
  return Math.sign(x) * (near - (near - size / (near * near)) / 3);
}

/** The tangent of an angle in radians. */
export function tan(x: number): number {
  return sin(x) / cos(x);
}

/** The hyperbolic sine. */
export function sinh(x: number): number {
  const size = Math.abs(x);
  if (size > HALVED) return Math.sign(x) * (exp(size / 2) / 2) * exp(size / 2);
  const t = expm1(size);
  // without cancellation where x is small
  return Math.sign(x) * (size > 40 ? t / 2 : (t + t / (t + 1)) / 2);
}

/** The hyperbolic cosine. */
export function cosh(x: number): number {
  const size = Math.abs(x);
  if (size > HALVED) return (exp(size / 2) / 2) * exp(size / 2);
  const e = exp(size);
  return e / 2 + 0.5 / e;
}

/** The hyperbolic tangent. */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (size > 20) return Math.sign(x);
  const t = expm1(2 * size);
  return Math.sign(x) * (t / (t + 2));
}

/** The length of a vector of two numbers; an infinite one whatever the other is, as in C. */
export function hypotenuse(x: number, y: number): number {
  const isInfinite = Math.abs(x) === Number.POSITIVE_INFINITY || Math.abs(y) === Number.POSITIVE_INFINITY;
  return isInfinite ? Number.POSITIVE_INFINITY : hypot(x, y);
}

/** From here on e^x overflows before the hyperbolic functions do. */
const HALVED = 700;
/** log10(2) in two parts, of which the first has so few bits that its multiples are exact. */
const LOG10_2 = 0.30102999566361177;
const LOG10_2_REST = 3.694239077158931e-13;

/** x = 2^k f with f from 2/3 to 3/2, so that k and log f do not cancel; k = 0 where x has no logarithm. */
function parts(x: number): readonly [k: number, fraction: number] {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return [0, x];
  // a power of 2 that is a normal number, and so is its reciprocal
  const k = Math.max(-1022, Math.min(1022, Math.round(log(x) * Math.LOG2E)));
  return [k, x * integerPower(2, -k)];
}
