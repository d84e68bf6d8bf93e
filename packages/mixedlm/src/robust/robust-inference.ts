// A fit -> the covariance of its fixed effects that stays right when the model of what happens inside clusters is
// wrong, and the degrees of freedom that its tests need in small samples. Clusters are reduced to their parts of rank
// p, of which the covariance is a sum of squares.
import { axpyInPlace, lowerSolveInPlace, type Matrix, matrix, qrFactor, transpose } from "@mixedlm/linalg";
import { aText, checkOptions, oneOf } from "../calls/option-checks.ts";
import { innerProduct } from "../inference/quadratic-form.ts";
import { unitRow } from "../inference/t-test.ts";
import { type FixedInference, waldInference } from "../inference/wald-inference.ts";
import type { Printed } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { type ClusterSpans, clusterSpans } from "../rows/cluster-spans.ts";
import { internalColumns } from "../rows/internal-columns.ts";
import { fitRows } from "../rows/model-rows.ts";
import { type AdjustedScore, type Adjustment, adjustedScore } from "./adjusted-scores.ts";
import { combinationDf } from "./cluster-terms.ts";
import { hotellingTest } from "./hotelling-test.ts";
import { independentClusters } from "./independent-clusters.ts";
import { clusterAlone, fewClusters, noRobustVariance } from "./robust-errors.ts";

/**
 * How residuals are adjusted: not at all (CR0), by sqrt(m / (m - 1)) with m clusters (CR1), by Stata's factor
 * sqrt(m (n - 1) / ((m - 1)(n - p))) (CR1S), so that the covariance is unbiased where the model is right (CR2), or as
 * if each cluster had been left out (CR3, the jackknife).
 */
export type RobustType = "CR0" | "CR1" | "CR1S" | "CR2" | "CR3";

/** What can be chosen about a robust covariance. */
export interface RobustOptions {
  /** Default `CR2`. */
  readonly type?: RobustType | undefined;
  /** A grouping factor, or a column of the table. Default: the grouping factor that holds all others. */
  readonly cluster?: string | undefined;
}

/** Robust inference of the fixed effects; give it as `ddf`. */
export interface RobustInference extends FixedInference, Printed {
  /** How residuals are adjusted. */
  readonly method: RobustType;
  /** Name of the grouping factor or column that clusters are levels of. */
  readonly cluster: string;
  /** Number of clusters. */
  readonly clusters: number;
}

/**
 * Makes the cluster-robust covariance of the fixed effects (the sandwich estimator), with Satterthwaite's degrees of
 * freedom for t tests and the approximate Hotelling T-squared test (HTZ) for several combinations at once.
 *
 * Weights of the estimator and working covariances are those of the fitted model. Of a fit with row weights CR2 adjusts
 * the weighted rows. A cluster costs the cube of the number of its random and fixed columns, whatever its number of
 * rows.
 *
 * @returns the inference; it prints as tests of the coefficients, and in JSON its covariance matrix is rows of numbers.
 * @throws {@link FitError} `crossed-clusters` when a level of a grouping factor has rows in several clusters,
 *   `few-clusters`, `cluster-alone` (CR3), `unknown-class`, `missing-class`, `no-table`, `not-a-fit`, `unknown-option`,
 *   `option-type`; its `df` and `fTest` throw `no-robust-variance`, and `fTest` throws `few-clusters` for more
 *   combinations than the clusters can tell about.
 * @see Bell & McCaffrey (2002), Survey Methodology 28, 169-181; Pustejovsky & Tipton (2018), J. Bus. Econ. Stat. 36,
 *   672-683; Tipton & Pustejovsky (2015), J. Educ. Behav. Stat. 40, 604-634, for HTZ.
 * @example
 * ```ts
 * const robust = robustInference(lmm("distance ~ age + (1 | Subject)", orthodont));
 * Math.sqrt(robust.vcov.data[3]); // 0.0712..., by CR2
 * robust.df([0, 1]); // 26
 * ```
 */
export function robustInference(fit: Fit, options: RobustOptions = {}): RobustInference {
  partsOf(fit);
  checkOptions("robustInference", options, { type: oneOf(["CR0", "CR1", "CR1S", "CR2", "CR3"]), cluster: aText });
  const { type = "CR2", cluster } = options;
  const rows = fitRows(fit);
  const { name, labels, codes } = independentClusters(fit, rows, cluster);
  const m = labels.length;
  const inside = insideOf(fit);
  const reduced = clusterSpans(fit, rows, codes, m, transpose(matrix(fit.p, fit.n, inside(rows.X))));
  const factor = { CR0: 1, CR1: m / (m - 1), CR1S: (m * (fit.n - 1)) / ((m - 1) * (fit.n - fit.p)), CR2: 1, CR3: 1 };
  const scores = allScores(reduced, ADJUSTMENT[type], Math.sqrt(factor[type]), (c) => clusterAlone(name, labels[c]));
  const coordinates = (l: ArrayLike<number>): Float64Array => {
    const row = inside(matrix(1, fit.p, Float64Array.from(l)));
    lowerSolveInPlace(reduced.root.data, fit.p, row, 1);
    return row;
  };
  const root = scoreRoot(scores, fit.p);
  const own = { fit, factor: (l: ArrayLike<number>) => root(coordinates(l)) };
  const alone = (): Error => noRobustVariance(name);
  const few = (combinations: number): Error => fewClusters(name, m, combinations);
  return waldInference(
    {
      ...own,
      method: type,
      vcov: unitCovariances(own.factor, fit.p),
      df: (l) => combinationDf(coordinates(l), scores, alone),
      fTest: (L, value) => hotellingTest(own, L, value, { coordinates, scores, alone, few }),
    },
    { method: type, cluster: name, clusters: m },
    [`${m} clusters of ${name}; degrees of freedom: Satterthwaite's for the clusters`],
  );
}

/** Makes a function that takes rows of the fixed columns to internal ones, p numbers a row. */
function insideOf(fit: Fit): (X: Matrix) => Float64Array {
  const { moments, optimum } = partsOf(fit);
  return (X) => internalColumns(optimum.engine.products, moments.fixed, X);
}

/** Makes a function from coordinates in which X'V^-1X = I to vectors whose inner products are robust covariances. */
function scoreRoot(scores: readonly AdjustedScore[], p: number): (row: Float64Array) => Float64Array {
  const all = matrix(scores.length, p);
  for (const [c, { score }] of scores.entries()) for (let j = 0; j < p; j++) all.data[j * scores.length + c] = score[j];
  // as few rows as there are columns, with the same products
  const { R, pivot, rank } = qrFactor(all, 0);
  return (row) => {
    const out = new Float64Array(rank);
    for (const [k, j] of pivot.entries()) axpyInPlace(row[j], R.data.subarray(k * rank, (k + 1) * rank), out);
    return out;
  };
}

/** The covariance matrix of the coefficients. */
function unitCovariances(factor: (l: ArrayLike<number>) => Float64Array, p: number): Matrix {
  const units = matrix(p, p);
  let rank = 0;
  const columns = Array.from({ length: p }, (_, j) => {
    const own = factor(unitRow(p, j));
    rank = own.length;
    return own;
  });
  for (let j = 0; j < p && rank > 0; j++)
    for (let i = 0; i < p; i++) units.data[j * p + i] = innerProduct(columns[i], columns[j]);
  return units;
}

const ADJUSTMENT: Readonly<Record<RobustType, Adjustment>> = {
  CR0: "none",
  CR1: "none",
  CR1S: "none",
  CR2: "unbiased",
  CR3: "jackknife",
};

function allScores(
  { spans, root }: ClusterSpans,
  adjustment: Adjustment,
  factor: number,
  alone: (cluster: number) => Error,
): AdjustedScore[] {
  return spans.map((span, c) => {
    const own = adjustedScore(span, root, adjustment);
    if (own === null) throw alone(c);
    return factor === 1 ? own : multiplied(own, factor);
  });
}

function multiplied({ score, spread, carried }: AdjustedScore, factor: number): AdjustedScore {
  const times = (A: Matrix, by: number): Matrix => ({ ...A, data: A.data.map((value) => by * value) });
  return {
    score: score.map((value) => factor * value),
    spread: times(spread, factor ** 2),
    carried: times(carried, factor),
  };
}
