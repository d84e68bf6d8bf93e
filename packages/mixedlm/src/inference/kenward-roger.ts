// Inference after Kenward and Roger: the covariance matrix of the fixed effects corrected for the estimation of the
// covariance parameters, and degrees of freedom (of F tests a scale too) that match two moments. Everything is in
// coordinates in which
// X'V^-1X = I and sigma = 1: the corrected covariance is I + 2 sum W_rs (Q_rs - P_r P_s) - X'V^-1 N V^-1 X / 2 with
// P_r = -X'V^-1 V_r V^-1 X, Q_rs = X'V^-1 V_r V^-1 V_s V^-1 X, and W the inverse of the information tr(P V_r P V_s) /
// 2.
// V = I + sum gamma_r V_r gives the residual's products from the others, so that no matrix has a row for each
// observation.
import {
  choleskyFactorInPlace,
  type Matrix,
  matrix,
  multiply,
  multiplyByTransposed,
  multiplyTransposed,
  multiplyVector,
  spectralMap,
} from "@mixedlm/linalg";
import { tracesOf } from "../criterion/scatter.ts";
import { fisherSf } from "../distributions/continuous.ts";
import type { Engine, Factorisation, SecondOrder } from "../engine/engine.ts";
import { noTraces } from "../engine/engine-errors.ts";
import { internalBeta } from "../engine/generalised-least-squares.ts";
import { linearStarts } from "../parameters/covariance-terms.ts";
import { covarianceOf, lowerEntriesByRow } from "../parameters/triangular-root.ts";
import type { Fit } from "../results/fit.ts";
import { oncePerFit, partsOf } from "../results/fit-parts.ts";
import { atOptimum } from "../search/optimum.ts";
import { combinationSpace } from "./combination-space.ts";
import { fixedCoordinates } from "./fixed-coordinates.ts";
import { needsReml } from "./inference-errors.ts";
import { scaledF } from "./kenward-roger-moments.ts";
import { type Bend, naturalParameters } from "./natural-parameters.ts";
import { unitVector } from "./quadratic-form.ts";
import { scaledInverse } from "./scaled-inverse.ts";
import { type FixedInference, waldInference, waldStatistic } from "./wald-inference.ts";

/** Eigenvalue of the scaled expected information up to which a direction counts as unidentified. */
const UNIDENTIFIED = 1e-10;

/**
 * Makes Kenward and Roger's inference of a fit by REML; worked out once.
 *
 * Of unstructured covariances, and all that are linear in some parameters, it is that of 1997. Of `cs` and `ar1` it is
 * that of 2009, which is the same in any parameters: a curved V adds a term, in which only that part of its second
 * derivatives counts that no change of the parameters makes (N above). There no variance becomes smaller than it was.
 *
 * @throws {@link FitError} `not-a-fit`; `needs-reml` for a fit by maximum likelihood.
 * @see Kenward & Roger (1997), Biometrics 53, 983-997; (2009), Comput. Stat. Data Anal. 53, 2583-2595; Halekoh &
 *   Hojsgaard (2014), J. Stat. Softw. 59(9).
 */
export function kenwardRoger(fit: Fit): FixedInference {
  const { optimum } = partsOf(fit);
  if (!optimum.reml) throw needsReml();
  return inferenceOf(fit);
}

const inferenceOf = oncePerFit((fit: Fit): FixedInference => {
  const { optimum } = partsOf(fit);
  const { engine, parameters } = optimum;
  const coordinates = fixedCoordinates(fit);
  const { P, W, K } = adjustment(engine, parameters, atOptimum(optimum));
  // K = C C' with inner products of C'x for covariances
  const { p } = coordinates;
  const C = K.slice();
  choleskyFactorInPlace(C, p);
  const factor = (l: ArrayLike<number>): Float64Array => {
    const row = coordinates.row(l);
    return row.map((_, j) => {
      let sum = 0;
      for (let i = j; i < p; i++) sum += C[j * p + i] * row[i];
      return sum;
    });
  };
  const adjusted = { fit, factor };
  return waldInference(
    {
      ...adjusted,
      method: "kenward-roger",
      vcov: coordinates.covariance(K),
      df: (l) => scaledF([unitVector(coordinates.row(l))], P, W).df,
      fTest(L, value) {
        const { rank, kept, axes } = combinationSpace(L.map(coordinates.row));
        const { scale, df: denDf } = scaledF(axes, P, W);
        const rows = kept.map((i) => L[i]);
        const values = kept.map((i) => value?.[i] ?? 0);
        const statistic = (scale * waldStatistic(adjusted, rows, values, 0).square) / rank;
        return { statistic, numDf: rank, denDf, pValue: fisherSf(statistic, rank, denDf) };
      },
    },
    {},
  );
});

/** What the adjustment is made of, in the linear parameters: the entries of all Psi, then the residual variance. */
interface Adjustment {
  /** P_r, p x p each. */
  readonly P: readonly Float64Array[];
  /** Covariance of the estimates, (m + 1) x (m + 1). */
  readonly W: Matrix;
  /** The adjusted covariance of the fixed effects, p x p. */
  readonly K: Float64Array;
}

function adjustment(engine: Engine, parameters: Float64Array, at: Factorisation): Adjustment {
  const { products } = engine;
  const { p } = products;
  const gamma = psiEntries(engine, at);
  const m = gamma.length;
  const { first, second } = engine.fixedProducts(at, true);
  const pairs = second ?? [];
  const Q = (r: number, s: number): Float64Array => (s <= r ? pairs[r][s] : pairs[s][r]);
  // those of the residual variance: I = V - sum gamma_r V_r
  const ofResidual = identityLess(first, gamma, p);
  const P = [...first, ofResidual].map((D) => D.map((value) => -value));
  const mixed = first.map((D, r) => less(D, gamma, (s) => Q(r, s)));
  mixed.push(less(ofResidual, gamma, (s) => mixed[s]));
  const { jacobian, bends } = naturalParameters(products.terms, parameters);
  const T = traces(gamma, products.n - p, engine.secondOrder(at, internalBeta(at, p), { reml: true, exact: true }));
  const information = multiplyTransposed(jacobian, multiply(T, jacobian));
  const own = { ...information, data: information.data.map((value) => value / 2) };
  const size = Float64Array.from({ length: own.nrow }, (_, k) => Math.sqrt(Math.max(0, own.data[k * (own.nrow + 1)])));
  const { inverse } = scaledInverse(own, size, UNIDENTIFIED);
  const W = multiplyByTransposed(multiply(jacobian, inverse), jacobian);
  const K = new Float64Array(p * p);
  for (let r = 0; r <= m; r++) {
    const sum = new Float64Array(p * p);
    for (let s = 0; s <= m; s++) {
      const weight = 2 * W.data[s * (m + 1) + r];
      const both = r === m ? mixed[s] : s === m ? mixed[r] : Q(r, s);
      addTimes(K, weight, both);
      addTimes(sum, weight, P[s]);
    }
    addTimes(K, -1, multiply(matrix(p, p, P[r]), matrix(p, p, sum)).data);
  }
  if (bends.length === 0) return { P, W, K: plusIdentity(K, p) };
  normalCurvature(bends, inverse, W, T).forEach((value, r) => {
    addTimes(K, value / 2, P[r]);
  });
  // no variance becomes smaller than it was
  const { data } = spectralMap(matrix(p, p, K), (value) => Math.max(0, value));
  return { P, W, K: plusIdentity(data, p) };
}

/**
 * N: sum W_ab V_ab, as entries of the linear parameters, less its projection on the derivatives of V by tr(P A P B).
 *
 * @param inverse - of the information of the natural parameters; W: the same of the linear ones.
 */
function normalCurvature(bends: readonly Bend[], inverse: Matrix, W: Matrix, T: Matrix): Float64Array {
  const mean = new Float64Array(W.nrow);
  for (const { entry, a, b, value } of bends) mean[entry] += inverse.data[b * inverse.nrow + a] * value;
  const along = multiplyVector(W, multiplyVector(T, mean));
  return mean.map((value, r) => value - along[r] / 2);
}

function plusIdentity(A: Float64Array, p: number): Float64Array {
  return A.map((value, at) => (at % (p + 1) === 0 ? value + 1 : value));
}

/** The entries of all Psi, lower triangles by rows. */
function psiEntries({ products: { terms } }: Engine, { lambda }: Factorisation): Float64Array {
  const starts = linearStarts(terms);
  const out = new Float64Array(starts[terms.length]);
  for (const [t, { size }] of terms.entries()) {
    const psi = covarianceOf(lambda[t], size);
    for (const [e, { row, column }] of lowerEntriesByRow(size).entries()) out[starts[t] + e] = psi[column * size + row];
  }
  return out;
}

function identityLess(first: readonly Float64Array[], gamma: Float64Array, p: number): Float64Array {
  const I = new Float64Array(p * p);
  for (let i = 0; i < p; i++) I[i * (p + 1)] = 1;
  return less(I, gamma, (s) => first[s]);
}

/** A - sum gamma_s B_s. */
function less(A: Float64Array, gamma: Float64Array, B: (s: number) => Float64Array): Float64Array {
  const out = A.slice();
  for (let s = 0; s < gamma.length; s++) addTimes(out, -gamma[s], B(s));
  return out;
}

function addTimes(to: Float64Array, factor: number, A: Float64Array): void {
  if (factor === 0) return;
  for (let i = 0; i < to.length; i++) to[i] += factor * A[i];
}

/** tr(P V_r P V_s) of all linear parameters and the residual variance, (m + 1) x (m + 1). @param nu - n - p. */
function traces(gamma: Float64Array, nu: number, sums: SecondOrder): Matrix {
  const { m, traceP } = sums;
  const T = matrix(m + 1, m + 1);
  const pairs = tracesOf(sums);
  if (pairs === null) throw noTraces("Kenward and Roger's method");
  let last = nu;
  for (let r = 0; r < m; r++) {
    let across = traceP[r];
    for (let s = 0; s < m; s++) {
      T.data[s * (m + 1) + r] = pairs[s * m + r];
      across -= gamma[s] * pairs[s * m + r];
    }
    T.data[m * (m + 1) + r] = across;
    T.data[r * (m + 1) + m] = across;
    last -= gamma[r] * (traceP[r] + across);
  }
  T.data[m * (m + 1) + m] = last;
  return T;
}
