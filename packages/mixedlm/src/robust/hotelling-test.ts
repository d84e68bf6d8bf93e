// Several combinations of the fixed effects and the clusters' parts -> the F test of all at once whose denominator
// degrees of freedom come from how much a robust covariance varies.
import { axpyInPlace, symmetricEigen } from "@mixedlm/linalg";
import { fisherSf } from "../distributions/continuous.ts";
import { combinationSpace, DEPENDENT } from "../inference/combination-space.ts";
import { type FTest, type InferenceParts, waldStatistic } from "../inference/wald-inference.ts";
import type { AdjustedScore } from "./adjusted-scores.ts";
import { clusterTerms, expectation, NOTHING, variation } from "./cluster-terms.ts";

/** What the tests of an inference need beside its covariance. */
export interface ClusterParts {
  /** From a combination to its coordinates, in which X'V^-1X = I. */
  readonly coordinates: (l: ArrayLike<number>) => Float64Array;
  /** The clusters' parts, in those coordinates. */
  readonly scores: readonly AdjustedScore[];
  /** Makes the error of combinations of which no residuals tell. */
  readonly alone: () => Error;
  /** Makes the error of more combinations than the clusters can tell about. */
  readonly few: (combinations: number) => Error;
}

/**
 * The approximate Hotelling T-squared test (HTZ): in axes in which the expectation is 1, which the variation does not
 * depend on.
 *
 * @param own - what the covariances of combinations are made of.
 * @param L - combinations, each of length p.
 * @param value - what they are under the hypothesis; default 0.
 * @see Tipton & Pustejovsky (2015), J. Educ. Behav. Stat. 40, 604-634.
 */
export function hotellingTest(
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
