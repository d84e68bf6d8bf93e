// Is the intercept among the combinations of X's columns? Then the response may be counted from its mean, whatever the
// coding: `0 + treatment` is the same model as `treatment`, and has to keep as many digits far from zero.
import { choleskyFactorInPlace, lowerSolveInPlace, lowerTransposedSolveInPlace } from "@mixedlm/linalg";
import type { Moments } from "@mixedlm/moments";

/** Share of the terms of a'Ca, and distance of a'mean from 1, that are rounding noise. */
const NOISE = 1e-12;

/**
 * Finds the coefficients a of X's columns with X a = 1.
 *
 * The least-squares coefficients of 1 on X are exact when X a does not vary: a'Ca = 0 with C the centred products,
 * which hold the digits of deviations from the means, so that a column that varies a little is not taken for a
 * constant.
 *
 * @param constant - number of X's constant column, or -1.
 * @returns length p, in units of one over the column; null when 1 is not in the span.
 */
export function interceptCoefficients(moments: Moments, constant: number): Float64Array | null {
  const { p } = moments.layout;
  const mean = Float64Array.from({ length: p }, (_, j) => moments.shift[j] + moments.mean[j]);
  if (constant >= 0) return mean.map((value, j) => (j === constant ? 1 / value : 0));
  const C = (i: number, j: number): number => moments.cross[j * (p + 1) + i] / moments.weight;
  const unit = mean.map((value, j) => Math.sqrt(C(j, j) + value ** 2) || 1);
  const L = new Float64Array(p * p);
  for (let j = 0; j < p; j++)
    for (let i = 0; i < p; i++) L[j * p + i] = (C(i, j) + mean[i] * mean[j]) / (unit[i] * unit[j]);
  if (p === 0 || choleskyFactorInPlace(L, p) >= 0) return null;
  const a = mean.map((value, j) => value / unit[j]);
  lowerSolveInPlace(L, p, a);
  lowerTransposedSolveInPlace(L, p, a);
  for (let j = 0; j < p; j++) a[j] /= unit[j];
  let variance = 0;
  let terms = 0;
  for (let j = 0; j < p; j++)
    for (let i = 0; i < p; i++) {
      const term = a[i] * C(i, j) * a[j];
      variance += term;
      terms += Math.abs(term);
    }
  const total = a.reduce((sum, value, j) => sum + value * mean[j], 0);
  return Math.abs(variance) <= NOISE * terms && Math.abs(total - 1) <= NOISE ? a : null;
}
