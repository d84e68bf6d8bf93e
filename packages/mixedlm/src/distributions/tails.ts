// A positive variate of a gamma or beta family comes in; both its tail probabilities go out, and the slope between
// them. The smaller tail is summed or expanded directly and the larger is its complement, so neither loses digits.
import { betaFront, gammaFront } from "./saddle-point.ts";

/** Both tails at a point x > 0, and how the lower one grows with log x. */
export interface Tails {
  /** P(X <= x). */
  readonly lower: number;
  /** P(X > x). */
  readonly upper: number;
  /** x times the density: the derivative of `lower` with respect to log x (for the beta family, log of the odds). */
  readonly slope: number;
}

/** Tails at 0 and at infinity, and where a distribution does not exist. */
export const NOTHING: Tails = { lower: 0, upper: 1, slope: 0 };
export const ALL: Tails = { lower: 1, upper: 0, slope: 0 };
export const UNDEFINED: Tails = { lower: Number.NaN, upper: Number.NaN, slope: Number.NaN };

// 1e5 terms reach convergence for shapes to 1e8; the bound only makes the loops end on NaN
const MAX_TERMS = 100_000;
const TINY = 1e-300;

/**
 * Tails of the gamma distribution with unit scale: the regularised incomplete gamma functions P and Q.
 *
 * Power series of P below x = a + 1, Legendre's continued fraction of Q above.
 *
 * @param a - shape, positive.
 * @param x - variate.
 * @see DLMF 8.11.4 and 8.9.2; modified Lentz evaluation: Thompson & Barnett (1986), J. Comput. Phys. 64.
 */
export function gammaTails(a: number, x: number): Tails {
  if (x <= 0) return NOTHING;
  if (x === Number.POSITIVE_INFINITY) return ALL;
  const front = gammaFront(a, x);
  const slope = a * front;
  // from 1 on, the upper tail of a small shape is too small to be what the lower one leaves of 1
  if (x < 1 || (a >= 1 && x < a + 1)) {
    const lower = front * gammaSeries(a, x);
    return { lower, upper: 1 - lower, slope };
  }
  const upper =
    slope /
    continuedFraction(
      x + 1 - a,
      (k) => k * (a - k),
      (k) => x + 1 - a + 2 * k,
    );
  return { lower: 1 - upper, upper, slope };
}

// 1 + x/(a+1) + x^2/((a+1)(a+2)) + ...
function gammaSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < MAX_TERMS && term > 1e-17 * sum; k += 1) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}

/**
 * Tails of the beta distribution: the regularised incomplete beta functions I_x(a, b) and I_y(b, a).
 *
 * The continued fraction of Didonato and Morris, which converges on the side of the mean where its tail is the one
 * expanded; a y - b x is formed from both x and y, so shapes of 1e6 cost no digits.
 *
 * @param a - first shape, positive.
 * @param b - second shape, positive.
 * @param x - variate in [0, 1].
 * @param y - 1 - x, given separately.
 * @see Didonato & Morris (1992), ACM Trans. Math. Softw. 18, 360-373, eq. 9.
 */
export function betaTails(a: number, b: number, x: number, y: number): Tails {
  if (x <= 0) return NOTHING;
  if (y <= 0) return ALL;
  const slope = betaFront(a, b, x, y);
  if (a * y >= b * x) {
    const lower = slope / betaFraction(a, b, x, y);
    return { lower, upper: 1 - lower, slope };
  }
  const upper = slope / betaFraction(b, a, y, x);
  return { lower: 1 - upper, upper, slope };
}

function betaFraction(a: number, b: number, x: number, y: number): number {
  const lambda = a * y - b * x;
  const numerator = (m: number) => {
    const odd = a + 2 * m - 1;
    return ((a + m - 1) * (a + b + m - 1) * m * (b - m) * x * x) / (odd * odd);
  };
  const denominator = (m: number) =>
    m + (m * (b - m) * x) / (a + 2 * m - 1) + ((a + m) * (lambda + 1 + m * (1 + y))) / (a + 2 * m + 1);
  return continuedFraction((a * (lambda + 1)) / (a + 1), numerator, denominator);
}

// b0 + a1 / (b1 + a2 / (b2 + ...)) by the modified Lentz method
function continuedFraction(b0: number, a: (k: number) => number, b: (k: number) => number): number {
  let f = b0 || TINY;
  let c = f;
  let d = 0;
  for (let k = 1; k < MAX_TERMS; k += 1) {
    d = 1 / (b(k) + a(k) * d || TINY);
    c = b(k) + a(k) / c || TINY;
    f *= c * d;
    if (Math.abs(c * d - 1) < 2e-16) break;
  }
  return f;
}
