// The variances that a model splits the response into: of the fixed part, of each random term averaged over the rows, of the
// residual. From the moments: no rows are needed. Shares of explained variance and intraclass correlations are ratios of
// these.
import { type Matrix, matrix } from "@mixedlm/linalg";
import type { DesignMoments } from "@mixedlm/moments";
import { type Fit, partsOf } from "../results.ts";
import type { CovarianceTerm } from "../structure.ts";

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
  const { terms } = optimum.engine.products;
  const { psi, sigma2 } = optimum.estimates;
  return {
    fixed: fixedVariance(fit, moments),
    random: terms.map((term, t) => sigma2 * averageVariance(moments, term, psi[t])),
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

/** tr(Psi Z'Z) / n of one term. */
function averageVariance(moments: DesignMoments, { size, placements }: CovarianceTerm, psi: Matrix): number {
  let sum = 0;
  for (const { factor, column } of placements) {
    const ZZ = columnProducts(moments, factor);
    for (let j = 0; j < size; j++)
      for (let i = 0; i < size; i++) sum += psi.data[j * size + i] * ZZ.data[(column + j) * ZZ.nrow + column + i];
  }
  return sum / moments.weight;
}

/** Z'Z of a factor's columns summed over its levels, s x s. */
function columnProducts({ blocks, factors }: DesignMoments, factor: number): Matrix {
  const s = blocks.factors[factor].columns;
  const out = matrix(s, s);
  for (let l = 0; l < blocks.factors[factor].levels; l++) {
    const own = levelProducts(factors[factor], s, blocks.p, l);
    for (let i = 0; i < s * s; i++) out.data[i] += own[i];
  }
  return out;
}

/** Z'Z of one level of a factor about zero, s x s, column-major; p are the columns of X in the moments. */
function levelProducts(
  { weight, mean, cross }: DesignMoments["factors"][number],
  s: number,
  p: number,
  level: number,
): Float64Array {
  const width = s + p + 1;
  const out = new Float64Array(s * s);
  for (let j = 0; j < s; j++)
    for (let i = 0; i < s; i++)
      out[j * s + i] =
        cross[level * s * width + j * s + i] + weight[level] * mean[level * width + i] * mean[level * width + j];
  return out;
}
