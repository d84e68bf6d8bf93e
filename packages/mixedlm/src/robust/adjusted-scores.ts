// A cluster, by itself, -> its part of a robust covariance: the score of its residuals after the adjustment of its
// type, and the two matrices that the score's expectation under the model is made of. Everything is in a basis of the
// fixed effects in which X'V^-1X is 1. With W = V^-1 and N = V^-1/2 X the adjustments are 1, A = (1 - NN')^-1 and the
// symmetric one that makes the covariance unbiased where the model is right.
import {
  lowerSolveInPlace,
  type Matrix,
  matrix,
  multiply,
  multiplyByTransposed,
  multiplyTransposed,
  multiplyVector,
  svdFactor,
  symmetricEigen,
  transpose,
} from "@mixedlm/linalg";
import { type ClusterSpan, NOTHING_OUTSIDE } from "../rows/cluster-spans.ts";

/** What a cluster's residuals are multiplied by before their products are taken. */
export type Adjustment = "none" | "unbiased" | "jackknife";

/** A cluster's part, p numbers and p x p matrices. With E = X'WA: */
export interface AdjustedScore {
  /** E (y - X beta). */
  readonly score: Float64Array;
  /** E V E', over the residual variance. */
  readonly spread: Matrix;
  /** E X. */
  readonly carried: Matrix;
}

/**
 * Makes the part of a cluster.
 *
 * @param root - of all clusters, see `ClusterSpans`.
 * @returns null where the jackknife does not exist: all that is known of some fixed effect is in this cluster.
 * @see Bell & McCaffrey (2002), Survey Methodology 28, 169-181; Pustejovsky & Tipton (2018), J. Bus. Econ. Stat. 36,
 *   672-683, eqs 7 to 9.
 */
export function adjustedScore(span: ClusterSpan, root: Matrix, adjustment: Adjustment): AdjustedScore | null {
  // N', p x r
  const Nt = transpose(span.x);
  lowerSolveInPlace(root.data, root.nrow, Nt.data, Nt.ncol);
  if (adjustment === "unbiased") return unbiased(span, Nt);
  const B = multiplyByTransposed(Nt, Nt);
  const score = multiplyVector(Nt, span.e);
  if (adjustment === "none") return { score, spread: B, carried: B };
  const { values, vectors } = symmetricEigen(B);
  if (values.some((value) => !(1 - value > NOTHING_OUTSIDE))) return null;
  // (1 - B)^-1, and its products with B, share B's axes
  const along = (f: (value: number) => number): Matrix => inAxes(vectors, values.map(f));
  return {
    score: multiplyVector(
      along((value) => 1 / (1 - value)),
      score,
    ),
    spread: along((value) => value / (1 - value) ** 2),
    carried: along((value) => value / (1 - value)),
  };
}

/** A = L G^-1/2 L', G = L'(V - X M X')L the square of what it is in V = LL'; the inverse leaves out G's null space. */
function unbiased({ L, e }: ClusterSpan, Nt: Matrix): AdjustedScore {
  const r = L.nrow;
  const S = multiplyTransposed(L, L);
  const { values, vectors } = symmetricEigen(multiplyTransposed(Nt, Nt));
  const kept = Array.from(values.keys()).filter((k) => 1 - values[k] > NOTHING_OUTSIDE);
  const K = matrix(r, kept.length);
  for (const [at, k] of kept.entries()) {
    const size = Math.sqrt(1 - values[k]);
    for (let i = 0; i < r; i++) K.data[at * r + i] = size * vectors.data[k * r + i];
  }
  // G = FF', decomposed as F so that large variances cost half as many digits
  const { U, s } = svdFactor(multiply(S, K));
  const UN = multiplyByTransposed(transpose(U), Nt);
  for (let j = 0; j < UN.ncol; j++) for (let k = 0; k < UN.nrow; k++) UN.data[j * UN.nrow + k] /= s[k];
  // S G^-1/2 N
  const ST = multiply(S, multiply(U, UN));
  return {
    score: multiplyVector(transpose(ST), e),
    spread: multiplyTransposed(ST, ST),
    carried: multiplyByTransposed(transpose(ST), Nt),
  };
}

/** Q diag(values) Q'. */
function inAxes(Q: Matrix, values: Float64Array): Matrix {
  const scaled = matrix(Q.nrow, Q.ncol);
  for (let k = 0; k < Q.ncol; k++)
    for (let i = 0; i < Q.nrow; i++) scaled.data[k * Q.nrow + i] = values[k] * Q.data[k * Q.nrow + i];
  return multiplyByTransposed(scaled, Q);
}
