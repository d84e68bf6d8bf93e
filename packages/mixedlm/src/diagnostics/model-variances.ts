// The variances that a model splits the response into, each averaged over the rows, every row counting once: of the
// fixed part, of each random term, of the residual. From the moments, so that no rows are needed; only row weights,
// with which moments are weighted sums, ask for the rows. Shares of explained variance and intraclass correlations are
// ratios of these.
import type { DesignMoments } from "@mixedlm/moments";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import { internalBeta } from "../engine/generalised-least-squares.ts";
import type { CovarianceTerm } from "../parameters/covariance-terms.ts";
import { covarianceOf } from "../parameters/triangular-root.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { forEachPlacement, type InternalRows, internalRows } from "../rows/internal-rows.ts";
import { fitRows } from "../rows/model-rows.ts";
import { atOptimum } from "../search/optimum.ts";
import { weightedWithoutRows } from "./diagnostics-errors.ts";

/** Variances in units of y squared. */
export interface ModelVariances {
  /** Of X beta over the rows, with n - 1 in the denominator. */
  readonly fixed: number;
  /** Of each covariance term, averaged over the rows: the mean of z'Sigma z, in the order of the engine's terms. */
  readonly random: readonly number[];
  /** The residual's, averaged over the rows: the mean of sigma^2 / w_i. */
  readonly residual: number;
}

/**
 * Computes the variances of a fit.
 *
 * @throws {@link FitError} `no-table` for a fit with row weights that has no rows.
 * @see Johnson (2014), Methods in Ecology and Evolution 5, 944-946, for the average over rows where there are slopes.
 */
export function modelVariances(fit: Fit): ModelVariances {
  const { moments, optimum, table } = partsOf(fit);
  const { products } = optimum.engine;
  const { sigma2 } = optimum.estimates;
  const { lambda } = atOptimum(optimum);
  if (fit.design.weights !== null) {
    if (table === null) throw weightedWithoutRows();
    return rowVariances(fit);
  }
  return {
    fixed: fixedVariance(fit, moments),
    random: products.terms.map((term, t) => (sigma2 * averageVariance(products, term, lambda[t])) / moments.n),
    residual: sigma2,
  };
}

/** The same from the rows, in internal coordinates, in which numbers far from 0 are near it. */
function rowVariances(fit: Fit): ModelVariances {
  const { optimum } = partsOf(fit);
  const { products } = optimum.engine;
  const { sigma2 } = optimum.estimates;
  const { n, p } = products;
  const at = atOptimum(optimum);
  const rows = fitRows(fit);
  const internal = internalRows(fit, rows);
  const { constant, ols, scale, residualScale } = products.fixed;
  // y is a residual there: its coefficients are what they add to those of least squares
  const gamma = internalBeta(at, p).map((value, j) => scale[p] * (ols[j] + residualScale * value));
  const fixed = Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < p; j++) if (j !== constant) sum += internal.X[i * p + j] * gamma[j];
    return sum;
  });
  const mean = fixed.reduce((sum, value) => sum + value / n, 0);
  const inverse = rows.weights?.reduce((sum, weight) => sum + 1 / weight / n, 0) ?? 1;
  return {
    fixed: fixed.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1),
    random: termSquares(products, at.lambda, internal).map((value) => (sigma2 * value) / n),
    residual: sigma2 * inverse,
  };
}

/** The sum over rows of |lambda'z|^2 for each term. */
function termSquares(
  { terms }: InternalProducts,
  lambda: readonly Float64Array[],
  { n, start, factor, zAt, z }: InternalRows,
): number[] {
  const out = terms.map(() => 0);
  for (let i = 0; i < n; i++)
    for (let own = start[i]; own < start[i + 1]; own++)
      forEachPlacement(terms, factor[own], (t, column, size) => {
        for (let j = 0; j < size; j++) {
          let sum = 0;
          for (let k = j; k < size; k++) sum += lambda[t][j * size + k] * z[zAt[own] + column + k];
          out[t] += sum * sum;
        }
      });
  return out;
}

/** gamma' C gamma / (n - 1), C the centred products of the moments' columns and gamma the coefficients of these. */
function fixedVariance(fit: Fit, moments: DesignMoments): number {
  const { kept } = partsOf(fit).optimum;
  const { n, cross, fixed, layout } = moments;
  const width = layout.p + 1;
  const gamma = fixed === null ? Float64Array.from(fit.beta) : solvedUpper(fixed.A, fit.beta);
  const places = Array.from(gamma, (_, j) => (fixed === null ? kept[j] : j));
  const size = places.map((j) => Math.sqrt(cross[j * (width + 1)]));
  // by correlations: a constant's coefficient squared may be no number, and counts for nothing
  const share = gamma.map((value, j) => (size[j] === 0 ? 0 : value * size[j]));
  let sum = 0;
  for (const [j, b] of places.entries())
    for (const [i, a] of places.entries())
      if (size[i] > 0 && size[j] > 0) sum += share[i] * share[j] * (cross[b * width + a] / size[i] / size[j]);
  return Math.max(0, sum / (n - 1));
}

/** Solves A x = b, A upper triangular. */
function solvedUpper(A: Float64Array, b: readonly number[]): Float64Array {
  const r = b.length;
  const x = Float64Array.from(b);
  for (let j = r - 1; j >= 0; j--) {
    x[j] /= A[j * (r + 1)];
    for (let i = 0; i < j; i++) x[i] -= A[j * r + i] * x[j];
  }
  return x;
}

/** tr(Psi Z'Z) of one term, in internal coordinates: far from 0 a raw Psi and Z'Z are large and cancel. */
function averageVariance(
  { factors }: InternalProducts,
  { size, placements }: CovarianceTerm,
  lambda: Float64Array,
): number {
  const psi = covarianceOf(lambda, size);
  let sum = 0;
  for (const { factor, column } of placements) {
    const { levels, columns: s, weight, zMean, ZZ } = factors[factor];
    for (let l = 0; l < levels; l++)
      for (let j = 0; j < size; j++)
        for (let i = 0; i < size; i++) {
          const [a, b] = [column + i, column + j];
          const about = ZZ[(l * s + b) * s + a] + weight[l] * zMean[l * s + a] * zMean[l * s + b];
          sum += psi[j * size + i] * about;
        }
  }
  return sum;
}
