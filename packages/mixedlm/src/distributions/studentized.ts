// Tails of a statistic W known for normal estimates with known variance come in; tails of W / S go out, where S^2 is an
// independent chi-square over its degrees of freedom: what "studentized" means. The integral over log S is a
// trapezoidal sum, which converges geometrically for an analytic integrand that vanishes at both ends; the step is
// halved until two sums agree, and as the error is squared by each halving, the last one is exact to rounding.
import { exp, expm1, log } from "@mixedlm/linalg";
import { gammaFront } from "./saddle-point.ts";
import { NOTHING, type Tails } from "./tails.ts";

/** Degrees of freedom above which S counts as 1: what is left is of the order of 1 / df. */
const KNOWN_VARIANCE = 1e12;
/** Share of a sum below which its terms end. */
const NEGLIGIBLE = 1e-17;
/** Relative change by a halved step after which the new sum is exact. */
const AGREED = 3e-8;
const MAX_HALVINGS = 6;

/**
 * Tails of a studentized statistic.
 *
 * @param tailsAt - tails of W at w > 0; its lower tail is 0 at 0.
 * @param q - variate, positive and finite.
 * @param df - degrees of freedom of S, positive; infinite for W itself.
 * @returns tails of W / S at `q`, with the slope in log q.
 * @see Trefethen & Weideman (2014), SIAM Rev. 56(3), 385-458, on the trapezoidal rule.
 */
export function studentized(tailsAt: (w: number) => Tails, q: number, df: number): Tails {
  if (df > KNOWN_VARIANCE) return tailsAt(q);
  // the mode of the density times a Gaussian tail of W
  const centre = 0.5 * log(df / (df + (q * q) / 2));
  let step = Math.min(0.25, 0.75 / Math.sqrt(df));
  let sums = sumFrom(tailsAt, q, df, centre, step);
  for (let halving = 0; halving < MAX_HALVINGS; halving++) {
    const between = sumFrom(tailsAt, q, df, centre + step / 2, step);
    const change = Math.max(distance(sums.lower, between.lower), distance(sums.upper, between.upper));
    sums = {
      lower: sums.lower + between.lower,
      upper: sums.upper + between.upper,
      slope: sums.slope + between.slope,
      mass: sums.mass + between.mass,
    };
    step /= 2;
    if (change < AGREED) break;
  }
  const { lower, upper, slope, mass } = sums;
  // the mass is 1 up to the rounding of the density, which cancels
  return lower < upper
    ? { lower: lower / mass, upper: 1 - lower / mass, slope: slope / mass }
    : { lower: 1 - upper / mass, upper: upper / mass, slope: slope / mass };
}

// half the relative difference: what the mean of two sums differs from either by
function distance(a: number, b: number): number {
  return a === b ? 0 : Math.abs(a - b) / (a + b);
}

interface Sums {
  lower: number;
  upper: number;
  slope: number;
  mass: number;
}

// the sum over x = start + j step of the density of log S at x times the tails at q e^x
function sumFrom(tailsAt: (w: number) => Tails, q: number, df: number, start: number, step: number): Sums {
  const sums: Sums = { lower: 0, upper: 0, slope: 0, mass: 0 };
  const add = (x: number, tails: Tails): { weight: number; goesOn: boolean } => {
    const weight = df * gammaFront(df / 2, (df / 2) * exp(2 * x));
    sums.mass += weight;
    sums.lower += weight * tails.lower;
    sums.upper += weight * tails.upper;
    sums.slope += weight * tails.slope;
    const goesOn =
      weight * tails.lower > NEGLIGIBLE * sums.lower ||
      weight * tails.upper > NEGLIGIBLE * sums.upper ||
      weight > NEGLIGIBLE * sums.mass;
    return { weight, goesOn };
  };
  for (let x = start; add(x, tailsAt(q * exp(x))).goesOn; x += step);
  let below = false;
  for (let x = start - step; ; x -= step) {
    const tails: Tails = below ? NOTHING : tailsAt(q * exp(x));
    const { weight, goesOn } = add(x, tails);
    if (!goesOn) return sums;
    below ||= tails.lower < NEGLIGIBLE && weight * tails.lower <= NEGLIGIBLE * sums.lower;
    // here the density is a power of S: the rest is a geometric series
    if (below && df * exp(2 * x) < NEGLIGIBLE) {
      const rest = weight / expm1(df * step);
      sums.mass += rest;
      sums.upper += rest;
      return sums;
    }
  }
}
