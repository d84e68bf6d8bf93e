// Deletion of whole clusters whose random effects are no one else's, covariance parameters held: what a cluster adds to
// X'V^-1X and to the residual sum of squares is taken away, in coordinates in which the sum of all clusters is 1.
import {
  lowerSolveInPlace,
  lowerTransposedSolveInPlace,
  matrix,
  multiplyByTransposed,
  multiplyVector,
  symmetricEigen,
  transpose,
} from "@mixedlm/linalg";
import type { Fit } from "../results/fit.ts";
import { type ClusterSpan, type ClusterSpans, clusterSpans, NOTHING_OUTSIDE } from "../rows/cluster-spans.ts";
import type { ModelRows } from "../rows/model-rows.ts";
import { type DeletionOutcome, lostNames } from "./deletion.ts";
import { lostColumns, noLikelihood } from "./influence-errors.ts";

/**
 * Lists the fits without each of the clusters.
 *
 * @param codes - cluster of each row; rows of different clusters have no level of a grouping factor in common.
 */
export function* deleteClusters(
  fit: Fit,
  rows: ModelRows,
  codes: Int32Array,
  count: number,
): Generator<DeletionOutcome, void, undefined> {
  const reduced = clusterSpans(fit, rows, codes, count);
  const total = reduced.spans.reduce((sum, span) => sum + squareOf(span), 0);
  for (const span of reduced.spans) yield withoutCluster(fit, reduced, span, total);
}

function squareOf({ e, outside }: ClusterSpan): number {
  return e.reduce((sum, value) => sum + value * value, outside);
}

/** With N = V^-1/2 X of the cluster and M = (1 - N'N)^-1: beta moves by M N'e, and y'Py loses e'e + e'N M N'e. */
function withoutCluster(
  { n, p, reml, theta, names }: Fit,
  { root }: ClusterSpans,
  span: ClusterSpan,
  total: number,
): DeletionOutcome {
  const Nt = transpose(span.x);
  lowerSolveInPlace(root.data, p, Nt.data, Nt.ncol);
  const { values, vectors } = symmetricEigen(multiplyByTransposed(Nt, Nt));
  const lost = Array.from(values.keys()).filter((k) => !(1 - values[k] > NOTHING_OUTSIDE));
  if (lost.length > 0) {
    const whole = matrix(p, p);
    for (let j = 0; j < p; j++) whole.data[j * (p + 1)] = 1;
    lowerTransposedSolveInPlace(root.data, p, whole.data, p);
    const directions = matrix(p, lost.length);
    for (const [c, k] of lost.entries()) directions.data.set(vectors.data.subarray(k * p, (k + 1) * p), c * p);
    return lostColumns(lostNames(names, whole, directions));
  }
  const along = multiplyVector(transpose(vectors), multiplyVector(Nt, span.e));
  let square = total - squareOf(span);
  for (const [k, value] of along.entries()) square -= (value * value) / (1 - values[k]);
  const nu = n - span.n - (reml ? p : 0);
  if (!(nu > 0 && square > 0)) return noLikelihood();
  const change = multiplyVector(
    vectors,
    along.map((value, k) => value / (1 - values[k])),
  );
  lowerTransposedSolveInPlace(root.data, p, change);
  // root^-T M^1/2
  const half = matrix(
    p,
    p,
    vectors.data.map((value, at) => value / Math.sqrt(1 - values[Math.floor(at / p)])),
  );
  lowerTransposedSolveInPlace(root.data, p, half.data, p);
  const sigma = Math.sqrt(square / nu);
  return {
    change,
    root: { ...half, data: half.data.map((value) => sigma * value) },
    sigma,
    theta,
  };
}
