// The variances that a model splits the response into: of the fixed part, of each random term averaged over the rows, of the
// residual. From the moments: no rows are needed. Shares of explained variance and intraclass correlations are ratios of
// these.
import type { DesignMoments } from "@mixedlm/moments";
import { partsOf } from "../fit-parts.ts";
import { atOptimum } from "../inference/covariance-information.ts";
import type { InternalProducts } from "../internal-products.ts";
import type { Fit } from "../results.ts";
import type { CovarianceTerm } from "../structure.ts";
import { covarianceOf } from "../triangular-root.ts";

/** Variances in units of y squared; with row weights, averages are weighted. */
export interface ModelVariances {
  /** Of X beta over the rows, with n - 1 in the denominator. */
  readonly fixed: number;
  /** Of each covariance term, averaged over the rows: tr(Sigma Z'Z) / n, in the order of the engine's terms. */
  readonly random: readonly number[];
  /** Of a row with weight 1. */
  readonly residual: number;
}

/**
 * Computes the variances of a fit.
 *
 * @see Johnson (2014), Methods in Ecology and Evolution 5, 944-946, for the average over rows where there are slopes.
 */
export function modelVariances(fit: Fit): ModelVariances {
  const { moments, optimum } = partsOf(fit);
  const { products } = optimum.engine;
  const { sigma2 } = optimum.estimates;
  const { lambda } = atOptimum(optimum);
  return {
    fixed: fixedVariance(fit, moments),
    random: products.terms.map((term, t) => (sigma2 * averageVariance(products, term, lambda[t])) / moments.weight),
    residual: sigma2,
  };
}

/** gamma' C gamma / (n - 1), C the centred products of the moments' columns and gamma the coefficients of these. */
function fixedVariance(fit: Fit, moments: DesignMoments): number {
  const { kept } = partsOf(fit).optimum;
  const { n, weight, cross, fixed, blocks } = moments;
  const width = blocks.p + 1;
  const gamma = fixed === null ? Float64Array.from(fit.beta) : solvedUpper(fixed.A, fit.beta);
  const column = (j: number): number => (fixed === null ? kept[j] : j);
  let sum = 0;
  for (let j = 0; j < gamma.length; j++)
    for (let i = 0; i < gamma.length; i++) sum += gamma[i] * gamma[j] * cross[column(j) * width + column(i)];
  return Math.max(0, (sum * n) / (weight * (n - 1)));
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
