// A fit -> the covariance of its fixed effects that stays right when the model of what happens inside clusters is wrong, and
// the degrees of freedom that its tests need in small samples. Between clusters everything is of rank p, so that no
// matrix over clusters is formed: sums over pairs of clusters are products of p x p sums over clusters.
import {
  axpyInPlace,
  dot,
  lowerSolveInPlace,
  type Matrix,
  matrix,
  multiplyByTransposed,
  multiplyTransposed,
  multiplyVector,
  qrFactor,
  symmetricEigen,
  transpose,
} from "@mixedlm/linalg";
import { aText, checkOptions, oneOf } from "../calls/option-checks.ts";
import { fisherSf } from "../distributions/continuous.ts";
import { combinationSpace, DEPENDENT } from "../inference/combination-space.ts";
import { innerProduct } from "../inference/quadratic-form.ts";
import {
  type FixedInference,
  type FTest,
  type InferenceParts,
  waldInference,
  waldStatistic,
} from "../inference/wald-inference.ts";
import type { Printed } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { type ClusterSpans, clusterSpans } from "../rows/cluster-spans.ts";
import { internalColumns } from "../rows/internal-columns.ts";
import { fitRows } from "../rows/model-rows.ts";
import { type AdjustedScore, type Adjustment, adjustedScore } from "./adjusted-scores.ts";
import { independentClusters } from "./independent-clusters.ts";
import { clusterAlone, fewClusters, noRobustVariance } from "./robust-errors.ts";

/**
 * How residuals are adjusted: not at all (CR0), by sqrt(m / (m - 1)) with m clusters (CR1), by Stata's factor
 * sqrt(m (n - 1) / ((m - 1)(n - p))) (CR1S), so that the covariance is unbiased where the model is right (CR2), or as if
 * each cluster had been left out (CR3, the jackknife).
 */
export type RobustType = "CR0" | "CR1" | "CR1S" | "CR2" | "CR3";

/** What can be chosen about a robust covariance. */
export interface RobustOptions {
  /** Default `CR2`. */
  readonly type?: RobustType;
  /** A grouping factor, or a column of the table. Default: the grouping factor that holds all others. */
  readonly cluster?: string | undefined;
}

/** Robust inference of the fixed effects; give it as `ddf`. */
export interface RobustInference extends FixedInference, Printed {
  readonly method: RobustType;
  /** What clusters are levels of, and how many there are. */
  readonly cluster: string;
  readonly clusters: number;
}

/**
 * Makes the cluster-robust covariance of the fixed effects (the sandwich estimator), with Satterthwaite's degrees of freedom
 * for t tests and the approximate Hotelling T-squared test (HTZ) for several combinations at once.
 *
 * Weights of the estimator and working covariances are those of the fitted model. Of a fit with row weights CR2 adjusts the
 * weighted rows. A cluster costs the cube of the number of its random and fixed columns, whatever its number of rows.
 *
 * @returns the inference; it prints as tests of the coefficients, and in JSON its covariance matrix is rows of numbers.
 * @throws {@link FitError} `crossed-clusters` when a level of a grouping factor has rows in several clusters, `few-clusters`,
 *   `cluster-alone` (CR3), `unknown-class`, `missing-class`, `no-table`, `not-a-fit`, `unknown-option`, `option-type`; its
 *   `df` and `fTest` throw `no-robust-variance`, and `fTest` throws `few-clusters` for more combinations than the clusters
 *   can tell about.
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
  checkOptions("robustInference", options, { type: oneOf("CR0", "CR1", "CR1S", "CR2", "CR3"), cluster: aText });
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
      ...{ method: type, vcov: unitCovariances(own.factor, fit.p) },
      df: (l) => satterthwaite(coordinates(l), scores, alone),
      fTest: (L, value) => hotelling(own, L, value, { coordinates, scores, alone, few }),
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
    const own = factor(Float64Array.from({ length: p }, (__, i) => (i === j ? 1 : 0)));
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

/**
 * What the covariance of some combinations is expected to be and how much it varies where the model is right. With P_cd the
 * q x q matrices of pairs of clusters, [c = d] spread - carried_c carried_d': their trace over clusters is the
 * expectation; the sum of tr(P_cd^2) + tr(P_cd)^2 after it has been made 1 is the variation.
 */
interface ClusterTerms {
  /** Of each cluster: q x q, and q x p. */
  readonly spread: readonly Matrix[];
  readonly carried: readonly Matrix[];
}

/** The clusters' terms of combinations given as rows of coordinates in which X'V^-1X = I. */
function clusterTerms(scores: readonly AdjustedScore[], rows: readonly Float64Array[]): ClusterTerms {
  const l = matrix(rows[0].length, rows.length);
  for (const [i, row] of rows.entries()) l.data.set(row, i * l.nrow);
  return {
    spread: scores.map((own) => multiplyTransposed(l, multiplyColumns(own.spread, l))),
    carried: scores.map((own) => multiplyTransposed(l, own.carried)),
  };
}

function multiplyColumns(A: Matrix, B: Matrix): Matrix {
  const out = matrix(A.nrow, B.ncol);
  for (let j = 0; j < B.ncol; j++)
    out.data.set(multiplyVector(A, B.data.subarray(j * B.nrow, (j + 1) * B.nrow)), j * A.nrow);
  return out;
}

/** The expectation, q x q. */
function expectation({ spread, carried }: ClusterTerms, q: number): Matrix {
  const out = matrix(q, q);
  for (const [c, own] of spread.entries()) {
    const hh = multiplyByTransposed(carried[c], carried[c]);
    for (let at = 0; at < q * q; at++) out.data[at] += own.data[at] - hh.data[at];
  }
  return out;
}

/** The variation: for every two combinations s, t the sum over clusters c, d of P_st P_ts + P_ss P_tt. */
function variation({ spread, carried }: ClusterTerms, q: number): number {
  let total = 0;
  for (let s = 0; s < q; s++)
    for (let t = 0; t <= s; t++) {
      const twice = s === t ? 1 : 2;
      const N = crossSum(carried, s, t);
      let sum = traceOfSquare(N) + squares(N);
      for (const [c, D] of spread.entries()) {
        const [ss, tt, st] = [D.data[s * q + s], D.data[t * q + t], D.data[t * q + s]];
        const [hss, htt, hst] = [
          rowProduct(carried[c], s, s),
          rowProduct(carried[c], t, t),
          rowProduct(carried[c], s, t),
        ];
        sum += st * (st - 2 * hst) + ss * tt - ss * htt - tt * hss;
      }
      total += twice * sum;
    }
  return total;
}

/** Sum over clusters of h_s h_t', p x p, with h_s row s of a cluster's matrix. */
function crossSum(carried: readonly Matrix[], s: number, t: number): Matrix {
  const p = carried[0].ncol;
  const out = matrix(p, p);
  for (const { data, nrow } of carried)
    for (let j = 0; j < p; j++) {
      const right = data[j * nrow + t];
      for (let i = 0; i < p; i++) out.data[j * p + i] += data[i * nrow + s] * right;
    }
  return out;
}

function rowProduct({ data, nrow, ncol }: Matrix, s: number, t: number): number {
  let sum = 0;
  for (let j = 0; j < ncol; j++) sum += data[j * nrow + s] * data[j * nrow + t];
  return sum;
}

function traceOfSquare({ data, nrow: p }: Matrix): number {
  let sum = 0;
  for (let j = 0; j < p; j++) for (let i = 0; i < p; i++) sum += data[j * p + i] * data[i * p + j];
  return sum;
}

function squares({ data }: Matrix): number {
  return dot(data, data);
}

/** Share of the model's own variance below which a robust one is rounding error. */
const NOTHING = 1e-12;

/** Degrees of freedom of a single combination: twice the squared mean of its variance over the variance of that. */
function satterthwaite(row: Float64Array, scores: readonly AdjustedScore[], alone: () => Error): number {
  const terms = clusterTerms(scores, [row]);
  const mean = expectation(terms, 1).data[0];
  if (!(mean > NOTHING * innerProduct(row, row))) throw alone();
  // P_st P_ts + P_ss P_tt is twice the square
  return (2 * mean ** 2) / variation(terms, 1);
}

/** What the tests of an inference need beside its covariance. */
interface ClusterParts {
  readonly coordinates: (l: ArrayLike<number>) => Float64Array;
  readonly scores: readonly AdjustedScore[];
  readonly alone: () => Error;
  readonly few: (combinations: number) => Error;
}

/** The approximate Hotelling test: in axes in which the expectation is 1, which the variation does not depend on. */
function hotelling(
  own: InferenceParts,
  L: readonly ArrayLike<number>[],
  value: ArrayLike<number> | undefined,
  { coordinates, scores, alone, few }: ClusterParts,
): FTest {
  // which combinations are independent is not for the clusters to say
  const { axes, kept, rank: numDf } = combinationSpace(L.map(coordinates));
  const white = whitened(scores, axes);
  if (white === null) throw alone();
  const eta = (numDf * (numDf + 1)) / variation(clusterTerms(scores, white), numDf);
  const denDf = eta - numDf + 1;
  const rows = kept.map((i) => L[i]);
  const values = kept.map((i) => value?.[i] ?? 0);
  const { square, rank } = waldStatistic(own, rows, values, DEPENDENT);
  if (!(denDf > 0) || rank < numDf) throw few(numDf);
  const statistic = ((denDf / eta) * square) / numDf;
  return { statistic, numDf, denDf, pValue: fisherSf(statistic, numDf, denDf) };
}

/** Combinations of orthonormal rows whose expectation is 1; null where that of one is rounding error. */
function whitened(scores: readonly AdjustedScore[], rows: readonly Float64Array[]): Float64Array[] | null {
  const q = rows.length;
  const { values, vectors } = symmetricEigen(expectation(clusterTerms(scores, rows), q));
  if (values.some((value) => !(value > NOTHING))) return null;
  return Array.from(values, (value, k) => {
    const axis = new Float64Array(rows[0].length);
    for (const [i, row] of rows.entries()) axpyInPlace(vectors.data[k * q + i] / Math.sqrt(value), row, axis);
    return axis;
  });
}
