// Tukey's distribution: the range of k independent means over an estimate of their standard error. A range and its
// degrees of freedom come in, a probability goes out, or the other way round. Both tails are sums of positive terms, so
// that a p-value of 1e-12 has its digits, which 1 - cdf would not.
import { exp, expm1, log, log1p } from "@mixedlm/linalg";
import { studentSf, twoSidedQuantile } from "./continuous.ts";
import { INV_SQRT_2PI, normalSf } from "./normal.ts";
import { solveTails } from "./quantile.ts";
import { studentized } from "./studentized.ts";
import { ALL, NOTHING, type Tails, UNDEFINED } from "./tails.ts";

/**
 * Probability that a studentized range is at most `q`.
 *
 * @param q - range over the standard error of a mean; negative counts as 0.
 * @param means - how many means, 2 to 1e12.
 * @param df - degrees of freedom of the standard error, positive, not necessarily an integer; Infinity where it is
 *   known.
 * @returns a probability, relative error below 1e-12 over the fixtures: 2 to 1e12 means, df 0.5 to 1e6 and infinite.
 *   NaN outside the domain.
 * @see Tukey (1953), The problem of multiple comparisons; Hartley (1942), Biometrika 32, 334-348.
 */
export function studentizedRangeCdf(q: number, means: number, df: number): number {
  return studentizedRangeTails(q, means, df).lower;
}

/**
 * Probability that a studentized range exceeds `q`: with q = sqrt(2) |t|, Tukey's p-value of a pairwise comparison.
 *
 * @param q - range over the standard error of a mean; negative counts as 0.
 * @param means - how many means, 2 to 1e12.
 * @param df - degrees of freedom of the standard error, positive, not necessarily an integer; Infinity where it is
 *   known.
 * @returns a probability, relative error below 1e-12 over the fixtures, values down to 1e-16.
 */
export function studentizedRangeSf(q: number, means: number, df: number): number {
  return studentizedRangeTails(q, means, df).upper;
}

/**
 * The value below which a studentized range falls with probability `p`.
 *
 * @param p - probability in [0, 1].
 * @param means - how many means, 2 to 1e12.
 * @param df - degrees of freedom, positive; Infinity where the standard error is known.
 * @returns q, relative error below 1e-12 over the fixtures.
 */
export function studentizedRangeQuantile(p: number, means: number, df: number): number {
  if (!isDefined(means, df) || !(p >= 0 && p <= 1)) return Number.NaN;
  // Bonferroni's bound is near enough where it matters
  const pairs = (means * (means - 1)) / 2;
  const start = Math.SQRT2 * twoSidedQuantile(Math.min(0.5, (1 - p) / pairs), df);
  return solveTails((q) => studentizedRangeTails(q, means, df), p, 1 - p, Math.max(Math.min(start, 1e150), 1e-3));
}

/** Of more there is no table; and some power of 10 more the smallest would be where no summand is. */
const MOST_MEANS = 1e12;
/** So many expected below a value, none is there with probability 1e-20. */
const NOBODY = 46;

function isDefined(means: number, df: number): boolean {
  return means >= 2 && means <= MOST_MEANS && df > 0;
}

function studentizedRangeTails(q: number, means: number, df: number): Tails {
  if (!isDefined(means, df) || Number.isNaN(q)) return UNDEFINED;
  if (q <= 0) return NOTHING;
  if (q === Number.POSITIVE_INFINITY) return ALL;
  const tails = studentized((w) => rangeTails(w, means), q, df);
  if (means !== 2) return tails;
  // the range of two means is sqrt(2) |t|
  const upper = 2 * studentSf(q * Math.SQRT1_2, df);
  return { ...tails, lower: upper > 0.5 ? tails.lower : 1 - upper, upper };
}

/** The logarithm of a probability, whose high powers have their digits. @param rest - one less it. */
function logShare(share: number, rest: number): number {
  return rest < 0.5 ? log1p(-rest) : log(share);
}

/**
 * Tails of the range of k standard normal variables: with z the smallest and a = P(Z > z), b = P(Z > z + w),
 * P(range <= w) = k E (a - b)^(k-1), and as k E a^(k-1) = 1, P(range > w) = k E [a^(k-1) - (a - b)^(k-1)].
 *
 * A trapezoidal sum, exact to rounding with this step: the integrand is entire and falls like a Gaussian. Of many
 * variables the smallest has the distribution of Gumbel in units of 1 / sqrt(2 log k), whose transform at t falls like
 * exp(-pi t / 2).
 *
 * @param w - positive.
 */
function rangeTails(w: number, k: number): Tails {
  const m = k - 1;
  const step = Math.max(Math.min(0.35, 0.7 / Math.sqrt(k)), 0.25 / Math.sqrt(2 * log(k)));
  const half = w / 2;
  // of many, the smallest is near where it is expected
  const count = Math.ceil((k > 64 ? 7.5 : 9.5) / step);
  let [lower, upper, slope] = [0, 0, 0];
  for (let j = -count; j <= count; j++) {
    const z = j * step - half;
    const a = normalSf(z);
    const b = normalSf(z + w);
    const below = normalSf(-z);
    if (m * below > NOBODY) break;
    // the part between, from the side where both tails are small
    const between = z + half > 0 ? a - b : normalSf(-z - w) - below;
    const density = INV_SQRT_2PI * exp(-0.5 * z * z);
    const part = between > 0 ? exp((m - 1) * logShare(between, below + b)) : 0;
    lower += density * part * between;
    const all = exp(m * logShare(a, below));
    if (b > 0) upper += density * (b < a ? -all * expm1(m * log1p(-b / a)) : all);
    slope += density * part * exp(-0.5 * (z + w) * (z + w));
  }
  upper *= k * step;
  slope *= k * m * step * w * INV_SQRT_2PI;
  lower *= k * step;
  // the sum is about the middle of a wide range, which the small tail comes from
  return upper < 0.5 ? { lower: 1 - upper, upper, slope } : { lower, upper: 1 - lower, slope };
}
