// Several tests at once: statistics and what is known of their family come in, p-values and critical values that
// account for their number go out. One door for all that compare: contrasts, marginal means, slopes.

import { isArrayLike } from "@mixedlm/formula";
import { expm1, log1p } from "@mixedlm/linalg";
import { aProbability, isObject, numbers } from "../calls/option-checks.ts";
import { fisherQuantile, fisherSf, studentSf, twoSidedQuantile } from "../distributions/continuous.ts";
import { type Correlation, largestT } from "../distributions/multivariate-t.ts";
import { oncePerDf } from "../distributions/once-per-df.ts";
import { studentizedRangeQuantile, studentizedRangeSf } from "../distributions/studentized-range.ts";
import { adjustmentFamily, adjustmentLength, notAPValue, unknownAdjustment, wrongFamily } from "./adjustment-errors.ts";

/** Adjustments that need nothing but p-values. */
export type PValueAdjustment = "none" | "bonferroni" | "sidak" | "holm" | "hochberg" | "fdr" | "by";

/** Adjustments of t statistics. `dunnettx` is emmeans' approximation to `mvt` for comparisons with a control. */
export type Adjustment = PValueAdjustment | "tukey" | "scheffe" | "dunnettx" | "mvt";

/** All adjustments, for checks of options: first those of p-values alone. */
export const ADJUSTMENTS: readonly Adjustment[] = [
  "none",
  "bonferroni",
  "sidak",
  "holm",
  "hochberg",
  "fdr",
  "by",
  "tukey",
  "scheffe",
  "dunnettx",
  "mvt",
];
/** How many of them are adjustments of p-values alone. */
const OF_P_VALUES = 7;

/** Statistics that are looked at together. */
export interface Family {
  /** t statistics, two-sided; NaN for what cannot be estimated, which is no member of the family. */
  readonly statistics: ArrayLike<number>;
  /** Degrees of freedom, one for all or one for each; Infinity for normal statistics. */
  readonly df: number | ArrayLike<number>;
  readonly method: Adjustment;
  /** Level of the simultaneous intervals; default 0.05. */
  readonly alpha?: number;
  /** `tukey`: the number of means whose differences they are. */
  readonly means?: number;
  /** `scheffe`: dimension of the space of all contrasts that might have been looked at. */
  readonly rank?: number;
  /** `mvt`: correlations of the estimates, k x k, singular or not. */
  readonly correlation?: Correlation;
  /** `mvt`: seed of its simulation; default 0. */
  readonly seed?: number;
}

/** The answer, in the order of the statistics. */
export interface Adjusted {
  readonly pValues: readonly number[];
  /**
   * Half widths of simultaneous intervals in standard errors. Where a method has no intervals of its own (`holm`,
   * `hochberg`, `fdr`, `by`) they are Bonferroni's, as in emmeans.
   */
  readonly critical: readonly number[];
}

/**
 * Adjusts tests and intervals for their number.
 *
 * A family of one test needs no adjustment but Scheffe's. Degrees of freedom may differ between statistics: each then
 * gets what a family with its own would get.
 *
 * @throws {@link FitError} `adjustment-family` where the method needs `means`, `rank` or `correlation`, lengths differ,
 *   or something else is given.
 * @see Hsu (1996), Multiple Comparisons: Theory and Methods; Genz & Bretz (2009) for `mvt`.
 */
export function adjusted(family: Family): Adjusted {
  checkFamily(family);
  const { statistics, method, alpha = 0.05 } = family;
  const k = statistics.length;
  const df = Array.from({ length: k }, (_, i) => (typeof family.df === "number" ? family.df : family.df[i]));
  if (typeof family.df !== "number" && family.df.length !== k) throw adjustmentLength("df", family.df.length, k);
  const tested = Array.from({ length: k }, (_, i) => i).filter((i) => !Number.isNaN(statistics[i]));
  const m = tested.length;
  const { pValue, critical } = m < 2 && method !== "scheffe" ? unadjusted() : wayOf(family, tested, alpha);
  const plain = Array.from({ length: k }, (_, i) => 2 * studentSf(Math.abs(statistics[i]), df[i]));
  const pValues = pValue === null ? adjustPValues(plain, method as PValueAdjustment) : plain;
  if (pValue !== null) for (const i of tested) pValues[i] = Math.min(1, pValue(Math.abs(statistics[i]), df[i]));
  const quantile = oncePerDf((own) => critical(own, alpha));
  return Object.freeze({ pValues: Object.freeze(pValues), critical: Object.freeze(df.map(quantile)) });
}

/** Statistics and degrees of freedom in numbers, and a method that exists. */
function checkFamily(family: Family): void {
  if (!isObject(family)) throw wrongFamily("family", family, "an object of statistics, df and method");
  const { statistics, df, method, alpha = 0.05 } = family;
  if (!numbers[0](statistics)) throw wrongFamily("statistics", statistics, numbers[1]);
  if (!ADJUSTMENTS.includes(method)) throw unknownAdjustment(method, ADJUSTMENTS);
  if (!aProbability[0](alpha)) throw wrongFamily("alpha", alpha, aProbability[1]);
  if (typeof df !== "number" && !numbers[0](df)) throw wrongFamily("df", df, `a number or ${numbers[1]}`);
  // what has no statistic need not have degrees of freedom
  const wrong = Array.from(typeof df === "number" ? [df] : df).find(
    (own, i) => !(own > 0) && (typeof df === "number" || !Number.isNaN(statistics[i])),
  );
  if (wrong !== undefined) throw wrongFamily("df", wrong, "more than 0");
}

/** A method for one family. */
interface Way {
  /** The p-value of one |t|; null where all p-values are needed at once. */
  readonly pValue: ((t: number, df: number) => number) | null;
  readonly critical: (df: number, alpha: number) => number;
}

function unadjusted(): Way {
  return { pValue: (t, df) => 2 * studentSf(t, df), critical: (df, alpha) => twoSidedQuantile(alpha, df) };
}

// 1 - (1 - alpha)^(1 / m), exact for small alpha
function sidakShare(alpha: number, m: number): number {
  return -expm1(log1p(-alpha) / m);
}

function wayOf(family: Family, tested: readonly number[], alpha: number): Way {
  const m = tested.length;
  switch (family.method) {
    case "none":
      return unadjusted();
    case "sidak":
      return { pValue: null, critical: (df) => twoSidedQuantile(sidakShare(alpha, m), df) };
    case "tukey":
      return tukey(family.means);
    case "scheffe":
      return scheffe(family.rank);
    case "dunnettx":
      return dunnettx(m);
    case "mvt":
      return mvt(family, tested);
    default:
      return { pValue: null, critical: (df) => twoSidedQuantile(alpha / m, df) };
  }
}

function tukey(means: number | undefined): Way {
  if (means === undefined || !(means >= 2 && means <= 1e12))
    throw adjustmentFamily("tukey", "means", "how many means are compared");
  return {
    pValue: (t, df) => studentizedRangeSf(Math.SQRT2 * t, means, df),
    critical: (df, alpha) => studentizedRangeQuantile(1 - alpha, means, df) * Math.SQRT1_2,
  };
}

function scheffe(rank: number | undefined): Way {
  if (rank === undefined || !(rank >= 1))
    throw adjustmentFamily("scheffe", "rank", "the dimension of the space of contrasts");
  return {
    pValue: (t, df) => fisherSf((t * t) / rank, rank, df),
    critical: (df, alpha) => Math.sqrt(rank * fisherQuantile(1 - alpha, rank, df)),
  };
}

// between Tukey's p-value for as many pairs and Sidak's, nearer to Tukey's the more there are
function dunnettx(m: number): Way {
  const means = (1 + Math.sqrt(1 + 8 * m)) / 2;
  const pValue = (t: number, df: number): number =>
    ((m - 1) * studentizedRangeSf(Math.SQRT2 * t, means, df) + sidakOf(2 * studentSf(t, df), m)) / m;
  return {
    pValue,
    critical(df, alpha) {
      // it lies between the two critical values
      const ends = [
        studentizedRangeQuantile(1 - alpha, means, df) * Math.SQRT1_2,
        twoSidedQuantile(sidakShare(alpha, m), df),
      ];
      let [low, high] = [Math.min(...ends), Math.max(...ends)];
      for (let step = 0; step < 60 && high - low > 1e-12 * high; step++) {
        const middle = (low + high) / 2;
        if (pValue(middle, df) > alpha) low = middle;
        else high = middle;
      }
      return (low + high) / 2;
    },
  };
}

function mvt({ correlation, statistics, seed }: Family, tested: readonly number[]): Way {
  if (correlation === undefined) throw adjustmentFamily("mvt", "correlation", "the correlations of the estimates");
  const k = "nrow" in correlation ? correlation.nrow : correlation.length;
  if (k !== statistics.length) throw adjustmentLength("correlation", k, statistics.length);
  const entry = (i: number, j: number): number =>
    "nrow" in correlation ? correlation.data[j * k + i] : correlation[i][j];
  const rows = tested.map((i) => tested.map((j) => entry(i, j)));
  const family = largestT(rows, seed === undefined ? {} : { seed });
  return { pValue: (t, df) => family.sf(t, df).value, critical: (df, alpha) => family.critical(alpha, df) };
}

/**
 * Adjusts p-values for their number.
 *
 * @param pValues - in any order; NaN for none, which stays and is not counted.
 * @param method - `fdr` is Benjamini and Hochberg's, `by` Benjamini and Yekutieli's.
 * @returns adjusted p-values, at most 1, in the order given.
 * @throws {@link FitError} `p-value` for what is no probability; `adjustment-family` for no array or an unknown method.
 * @see Holm (1979), Scand. J. Stat. 6, 65-70; Hochberg (1988), Biometrika 75, 800-802; Benjamini & Hochberg (1995), J.
 *   R. Stat. Soc. B 57, 289-300; Benjamini & Yekutieli (2001), Ann. Stat. 29, 1165-1188.
 */
export function adjustPValues(pValues: ArrayLike<number>, method: PValueAdjustment): number[] {
  if (!isArrayLike(pValues)) throw wrongFamily("pValues", pValues, numbers[1]);
  const known = ADJUSTMENTS.slice(0, OF_P_VALUES);
  if (!known.includes(method)) throw unknownAdjustment(method, known);
  const given = Array.from(pValues, (p, at) => {
    if (typeof p !== "number" || p < 0 || p > 1) throw notAPValue(at, p);
    return p;
  });
  const order = [...given.keys()].filter((i) => !Number.isNaN(given[i])).sort((a, b) => given[a] - given[b]);
  const sorted = order.map((i) => given[i]);
  const m = sorted.length;
  const answer = given.slice();
  for (const [rank, value] of adjustSorted(sorted, m, method).entries()) answer[order[rank]] = Math.min(1, value);
  return answer;
}

function adjustSorted(p: readonly number[], m: number, method: PValueAdjustment): readonly number[] {
  switch (method) {
    case "none":
      return p;
    case "bonferroni":
      return p.map((value) => m * value);
    case "sidak":
      return p.map((value) => sidakOf(value, m));
    case "holm":
      return largestSoFar(p.map((value, i) => (m - i) * value));
    case "hochberg":
      return smallestToCome(p.map((value, i) => (m - i) * value));
    case "fdr":
      return smallestToCome(p.map((value, i) => (m / (i + 1)) * value));
    case "by": {
      const harmonic = p.reduce((sum, _, i) => sum + 1 / (i + 1), 0);
      return smallestToCome(p.map((value, i) => ((harmonic * m) / (i + 1)) * value));
    }
  }
}

// 1 - (1 - p)^m, exact for small p
function sidakOf(p: number, m: number): number {
  return -expm1(m * log1p(-p));
}

function largestSoFar(values: readonly number[]): number[] {
  const answer = values.slice();
  for (let i = 1; i < answer.length; i++) answer[i] = Math.max(answer[i], answer[i - 1]);
  return answer;
}

function smallestToCome(values: readonly number[]): number[] {
  const answer = values.slice();
  for (let i = answer.length - 2; i >= 0; i--) answer[i] = Math.min(answer[i], answer[i + 1]);
  return answer;
}
