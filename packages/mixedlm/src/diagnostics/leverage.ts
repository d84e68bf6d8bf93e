// How much each response counts in its own fitted value: the diagonal of the map from y to X beta + Z b, from the
// variances of predictions, without the map itself.

import { relativeJointVariances } from "../prediction/joint-covariance.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { type InternalRows, internalRows } from "../rows/internal-rows.ts";
import { fitRows, type ModelRows } from "../rows/model-rows.ts";
import { atOptimum } from "../search/optimum.ts";

/** What is left of 1 beside a leverage of 1: rounding error. Without such a row some fixed effect has no estimate. */
export const NOTHING_LEFT = 1e-10;

/**
 * Computes the leverages of a fit's rows, for the variances that were estimated: w_i times the variance of row i's
 * fitted value, relative to the residual's. Their sum is the number of parameters that the fit effectively uses for its
 * mean.
 *
 * @returns one number a row, in the order of `fit.rows`, from 0 to 1.
 * @throws {@link FitError} `not-a-fit`; `no-table` for a fit of moments.
 * @see Hodges & Sargent (2001), Biometrika 88, 367-379; lme4's `hatvalues`.
 */
export function leverage(fit: Fit): readonly number[] {
  partsOf(fit);
  const rows = fitRows(fit);
  return Object.freeze(Array.from(rowLeverages(fit, rows, internalRows(fit, rows))));
}

/** The same for rows that are made already. @param internal - the same rows in internal coordinates. */
export function rowLeverages(fit: Fit, { weights }: ModelRows, internal: InternalRows): Float64Array {
  const { optimum } = partsOf(fit);
  const variance = relativeJointVariances(optimum.engine, atOptimum(optimum), internal);
  return weights === null ? variance : variance.map((v, i) => v * weights[i]);
}
