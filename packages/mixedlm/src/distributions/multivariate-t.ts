// Simultaneous inference: the probability that the largest of several |t| statistics exceeds a value, and the value
// that it exceeds with a given probability. Which way leads there is decided by the correlations: one direction, a
// plane and one common factor are computed to rounding; everything else is integrated over directions by shifted
// lattices with a fixed seed, so that the same question always has the same answer.
import { isArrayLike } from "@mixedlm/formula";
import { log, type Matrix, matrix } from "@mixedlm/linalg";
import { aProbability, aSeed, checkOptions, everyEntry, isObject } from "../calls/option-checks.ts";
import { impossibleCorrelation, notACorrelation } from "../errors.ts";
import { studentSf, twoSidedQuantile } from "./continuous.ts";
import { axesOf } from "./correlation-axes.ts";
import { type Accuracy, type DirectionalTail, directionalTails, type Estimated } from "./directions.ts";
import { oneFactor, oneFactorTails } from "./one-factor.ts";
import { planarTail } from "./planar.ts";
import { studentized } from "./studentized.ts";

/** A correlation matrix, or its rows; only the lower triangle is read. */
export type Correlation = Matrix | readonly ArrayLike<number>[];

/** How far an integral is worked out, where it has to be simulated. */
export interface MultivariateTOptions {
  /**
   * Absolute error that is asked for; default 1e-5, and a share of 1e-3 of small probabilities. It is met in up to
   * three dimensions, and for small probabilities in more; elsewhere the simulation ends when it has cost enough, with
   * an error up to some 2e-4, which is returned.
   */
  readonly tolerance?: number | undefined;
  /** Seed of the random shifts; default 0. */
  readonly seed?: number | undefined;
}

/**
 * The largest |T_i| of some variables, made ready to be asked at several values and degrees of freedom (Infinity:
 * normal).
 */
export interface LargestT {
  /** P(max |T_i| > t), with three standard errors of it; 0 where nothing is simulated. */
  sf(t: number, df: number): Estimated;
  /** The value that max |T_i| exceeds with probability `alpha`. */
  critical(alpha: number, df: number): number;
}

const RELATIVE = 1e-3;
/** Relative error of the tail at a critical value. */
const CLOSE = 1e-11;

/**
 * Probability that at least one of several |T_i| exceeds `t`: the p-value of the largest of correlated t statistics.
 *
 * @param t - a value; its sign counts for nothing.
 * @param correlation - of the statistics, k x k, singular or not.
 * @param df - degrees of freedom of their common standard error, positive; Infinity for normal statistics.
 * @returns the probability, and three standard errors of the simulation: 0 for up to two independent directions, and
 *   where the correlations are products of loadings, as those of comparisons with one control.
 * @throws {@link FitError} `not-a-correlation`, `unknown-option`, `option-type`.
 * @see Genz & Bretz (2009), Computation of Multivariate Normal and t Probabilities.
 */
export function multivariateTSf(
  t: number,
  correlation: Correlation,
  df: number,
  options: MultivariateTOptions = {},
): Estimated {
  return prepared("multivariateTSf", correlation, options).sf(t, df);
}

/**
 * The value that the largest of several |T_i| stays below with probability `p`: half the width, in standard errors, of
 * intervals that all hold together.
 *
 * @param p - probability, more than 0, less than 1.
 * @param correlation - k x k, singular or not.
 * @param df - degrees of freedom, positive; Infinity for normal statistics.
 * @throws {@link FitError} `not-a-correlation`, `unknown-option`, `option-type`.
 */
export function multivariateTQuantile(
  p: number,
  correlation: Correlation,
  df: number,
  options: MultivariateTOptions = {},
): number {
  return prepared("multivariateTQuantile", correlation, options).critical(1 - p, df);
}

/**
 * Prepares the distribution of max |T_i|.
 *
 * @param correlation - k x k, symmetric, of ones on the diagonal; it may be singular, and correlations may be 1.
 * @throws {@link FitError} `not-a-correlation`, `unknown-option`, `option-type`.
 * @see Genz & Bretz (2009), Computation of Multivariate Normal and t Probabilities; Dunnett (1955), J. Am. Stat. Assoc.
 *   50, 1096-1121.
 */
export function largestT(correlation: Correlation, options: MultivariateTOptions = {}): LargestT {
  return prepared("largestT", correlation, options);
}

function prepared(call: string, correlation: Correlation, options: MultivariateTOptions): LargestT {
  checkOptions(call, options, { tolerance: aProbability, seed: aSeed });
  const { tolerance = 1e-5, seed = 0 } = options;
  const R = symmetric(correlation);
  const way = wayOf(R, seed);
  const accuracy: Accuracy = { absolute: tolerance, relative: RELATIVE };
  const at = (t: number, df: number, wanted: Accuracy): DirectionalTail => {
    const c = Math.abs(t);
    if (!(df > 0) || Number.isNaN(c)) return exactly(Number.NaN);
    if (c === 0) return exactly(1);
    return c === Number.POSITIVE_INFINITY ? exactly(0) : way(c, df, wanted);
  };
  return {
    sf(t, df) {
      const { value, error } = at(t, df, accuracy);
      return { value, error };
    },
    critical(alpha, df) {
      if (!(alpha > 0 && alpha < 1) || !(df > 0)) return Number.NaN;
      const bounds = [twoSidedQuantile(alpha, df), twoSidedQuantile(alpha / R.nrow, df)] as const;
      // as many points for every value: the tail is then a smooth function of it
      const { lattices } = at(bounds[1], df, accuracy);
      return criticalValue((t) => at(t, df, { ...accuracy, lattices }).value, bounds, alpha);
    },
  };
}

type Way = (c: number, df: number, accuracy: Accuracy) => DirectionalTail;

function exactly(value: number): DirectionalTail {
  return { value, error: 0, lattices: 0 };
}

function wayOf(R: Matrix, seed: number): Way {
  const single = (c: number, df: number): number => 2 * studentSf(c, df);
  const axes = axesOf(R);
  if (axes.rank === 1) return (c, df) => exactly(single(c, df));
  if (axes.rank === 2) {
    const tail = planarTail(axes);
    return (c, df) => exactly(tail(c, df));
  }
  const loadings = oneFactor(R);
  if (loadings !== null) return (c, df) => exactly(studentized((w) => oneFactorTails(loadings, w), c, df).upper);
  const tails = directionalTails(axes, seed);
  return (c, df, accuracy) => {
    const one = single(c, df);
    if (one === 0) return exactly(0);
    const { value, error, lattices } = tails(c, df, one, accuracy);
    return { value: Math.min(1, value * one), error: error * one, lattices };
  };
}

// between the value for one statistic and Bonferroni's, by regula falsi on the logarithm of the tail (Illinois)
function criticalValue(tail: (t: number) => number, bounds: readonly [number, number], alpha: number): number {
  const goal = log(alpha);
  const excess = (t: number): number => log(tail(t)) - goal;
  let [low, high] = bounds;
  if (high - low < 1e-14 * high) return low;
  let [above, below] = [excess(low), excess(high)];
  // simulation may put either end a little to the wrong side
  if (!(above > 0)) return low;
  if (!(below < 0)) return high;
  for (let step = 0; step < 60; step++) {
    const t = low + ((high - low) * above) / (above - below);
    const value = excess(t);
    if (Math.abs(value) < CLOSE || !(t > low && t < high)) return t;
    if (value > 0) {
      [low, above] = [t, value];
      below /= 2;
    } else {
      [high, below] = [t, value];
      above /= 2;
    }
  }
  return (low + high) / 2;
}

/** What a correlation may be out by: rounding of what it was worked out from, or its digits in a text. */
const ROUNDING = 1e-8;

// the lower triangle mirrored, with ones on the diagonal
function symmetric(correlation: Correlation): Matrix {
  const { k, entry } = entriesOf(correlation);
  const R = matrix(k, k);
  for (let j = 0; j < k; j++)
    for (let i = j; i < k; i++) {
      const given = entry(i, j);
      if (i === j && !(Math.abs(given - 1) <= ROUNDING))
        throw impossibleCorrelation(`entry ${i} of the diagonal is ${given}`);
      if (!(Math.abs(given) <= 1 + ROUNDING)) throw impossibleCorrelation(`that of ${i} and ${j} is ${given}`);
      const value = i === j ? 1 : Math.min(1, Math.max(-1, given));
      R.data[j * k + i] = value;
      R.data[i * k + j] = value;
    }
  return R;
}

function entriesOf(correlation: Correlation): { k: number; entry: (i: number, j: number) => number } {
  if (isMatrix(correlation)) {
    const { data, nrow: k } = correlation;
    return { k, entry: (i, j) => data[j * k + i] };
  }
  if (!isArrayLike(correlation)) throw notACorrelation(correlation);
  const { length: k } = correlation;
  const isSquare = everyEntry(
    correlation,
    (row) => isArrayLike(row) && row.length === k && everyEntry(row, Number.isFinite),
  );
  if (k === 0 || !isSquare) throw notACorrelation(correlation);
  return { k, entry: (i, j) => correlation[i][j] };
}

/** Whether a value is a square matrix of numbers; one of other sizes, or of something else, is no correlation. */
function isMatrix(correlation: Correlation): correlation is Matrix {
  if (!isObject(correlation) || !("nrow" in correlation)) return false;
  const { nrow, ncol, data } = correlation;
  if (!(Number.isSafeInteger(nrow) && nrow > 0 && ncol === nrow && isArrayLike(data) && data.length === nrow * nrow))
    throw notACorrelation(correlation);
  if (!everyEntry(data, Number.isFinite)) throw notACorrelation(correlation);
  return true;
}
